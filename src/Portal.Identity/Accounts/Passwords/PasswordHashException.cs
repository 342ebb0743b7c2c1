namespace Portal.Identity.Accounts.Passwords;

/// <summary>A stored hash cannot be checked here. Our fault or the database's: never to be shown as a wrong password.</summary>
public sealed class PasswordHashException(string message) : Exception(message);
