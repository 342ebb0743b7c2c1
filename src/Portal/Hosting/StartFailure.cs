using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Portal.Hosting;

/// <summary>Says in one sentence why the process cannot start, where that is the operator's to mend.</summary>
internal static class StartFailure
{
    /// <returns>The sentence; none for a fault of ours, which shall be seen whole.</returns>
    public static string? Explain(Exception exception) => exception switch
    {
        ConfigurationException => exception.Message,
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
        InvalidOperationException { InnerException: FormatException, Message: var message } when message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) => message,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } =>
            "The address to listen on is in use; stop the other process, or set ASPNETCORE_HTTP_PORTS to another port.",
        NpgsqlException { SqlState: null or ['2', '8', ..] or ['3', 'D', ..] or ['5', '3', ..] or ['5', '7', ..] } => // no connection, no access, no such database, too many, not now
            $"The database cannot be reached ({exception.Message.Split('\n')[0]}); see to the server, or to Portal:Database:ConnectionString.",
        InvalidOperationException { InnerException: NpgsqlException inner } => Explain(inner),
        CryptographicException => "What is stored was encrypted with a key that is not given; set Portal:Secrets:Encryption, or the file of the key, back to what it was.",
        AggregateException { InnerException: { } inner } => Explain(inner),
        _ => null,
    };
}
