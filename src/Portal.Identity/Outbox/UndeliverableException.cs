namespace Portal.Identity.Outbox;

/// <summary>The message can never be delivered; trying again would not help.</summary>
public sealed class UndeliverableException(string message) : Exception(message);
