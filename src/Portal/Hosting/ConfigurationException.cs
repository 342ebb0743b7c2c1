namespace Portal.Hosting;

/// <summary>The process cannot start with this configuration. The message is one sentence for the operator: the key, what is wrong, the remedy.</summary>
internal sealed class ConfigurationException(string message) : Exception(message);
