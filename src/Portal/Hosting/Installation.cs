using System.Net;
using Microsoft.Data.Sqlite;
using Portal.Identity.Discovery;
using Portal.Identity.Keys;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;

namespace Portal.Hosting;

/// <summary>What must be known before anything else can be set up: addresses, the database, the encryption key.</summary>
/// <remarks>Read once from the configuration; what is wrong with it stops the start with one sentence.</remarks>
internal sealed record Installation(
    IssuerAddress Address, DatabaseAddress Database, SecretProtector Protector, string DataDirectory, IReadOnlyList<IPNetwork> TrustedProxies)
{
    /// <summary>The SQLite file; none with PostgreSQL.</summary>
    public string? DatabaseFile =>
        Database.Provider == DatabaseProvider.Sqlite ? new SqliteConnectionStringBuilder(Database.ConnectionString).DataSource : null;

    public static Installation Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var http = configuration.GetSection(HttpAddressOptions.Section).Get<HttpAddressOptions>() ?? new();
        var address = ReadAddress(http);
        var directory = Path.GetFullPath(configuration["Portal:DataDirectory"] ?? "data", environment.ContentRootPath);
        CreatePrivateDirectory(directory);
        var database = ReadDatabase(configuration, directory);
        var protector = EncryptionKeys.Read(configuration, database, directory);
        return new Installation(address, database, protector, directory, ReadTrustedProxies(http));
    }

    private static IssuerAddress ReadAddress(HttpAddressOptions http)
    {
        if (http.PublicBase is null)
        {
            throw new ConfigurationException(
                $"{HttpAddressOptions.Section}:PublicBase is not set; set it to the address that people and apps use, such as https://auth.example.com/.");
        }

        var publicBase = ReadUrl("PublicBase", http.PublicBase);
        publicBase = publicBase.AbsoluteUri.EndsWith('/') ? publicBase : new Uri(publicBase.AbsoluteUri + "/");
        return new IssuerAddress(publicBase, http.Issuer is null ? publicBase.AbsoluteUri : ReadUrl("Issuer", http.Issuer).AbsoluteUri); // an issuer is compared letter by letter
    }

    private static Uri ReadUrl(string key, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }
            ? url
            : throw new ConfigurationException($"{HttpAddressOptions.Section}:{key} is '{text}', which is no http or https address; write it like https://auth.example.com/.");

    private static DatabaseAddress ReadDatabase(IConfiguration configuration, string directory)
    {
        var options = configuration.GetSection("Portal:Database").Get<DatabaseOptions>() ?? new();
        if (options.Provider == DatabaseProvider.Sqlite)
        {
            if (options.ConnectionString is not null)
            {
                throw new ConfigurationException(
                    "Portal:Database:ConnectionString is set but Portal:Database:Provider is Sqlite; set the provider to PostgreSql, or use Portal:Database:Path.");
            }

            var file = Path.GetFullPath(options.Path ?? "portal.db", directory);
            return new DatabaseAddress(options.Provider, new SqliteConnectionStringBuilder { DataSource = file }.ConnectionString);
        }

        return new DatabaseAddress(options.Provider, options.ConnectionString ?? throw new ConfigurationException(
            "Portal:Database:ConnectionString is not set; PostgreSQL needs one, such as Host=db;Username=portal;Password=...;Database=portal."));
    }

    private static void CreatePrivateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return;
        }

        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(directory, OwnerOnly);
        File.SetUnixFileMode(directory, OwnerOnly);
    }

    private static IPNetwork[] ReadTrustedProxies(HttpAddressOptions http) =>
        [.. (http.TrustedProxies ?? ClientAddress.DefaultTrustedNetworks).Select(text => IPNetwork.TryParse(text, out var network)
            ? network
            : throw new ConfigurationException($"{HttpAddressOptions.Section}:TrustedProxies holds '{text}', which is no network; write it like 10.0.0.0/8."))];
}
