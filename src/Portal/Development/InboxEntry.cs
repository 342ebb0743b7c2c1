namespace Portal.Development;

/// <summary>A mail in the development inbox's list.</summary>
public sealed record InboxEntry(string Subject, string To, DateTimeOffset ReceivedAt);
