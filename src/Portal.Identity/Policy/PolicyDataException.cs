namespace Portal.Identity.Policy;

/// <summary>The operator's policy data cannot be used. The message is one sentence with key, value and remedy.</summary>
public sealed class PolicyDataException(string message, Exception? inner = null) : Exception(message, inner);
