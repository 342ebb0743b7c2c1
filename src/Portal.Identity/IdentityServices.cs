using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Activity;
using Portal.Identity.Accounts.AppPasswords;
using Portal.Identity.Accounts.Deletion;
using Portal.Identity.Accounts.Disputes;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Export;
using Portal.Identity.Accounts.FailedSignIns;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Accounts.PersonalTokens;
using Portal.Identity.Accounts.Recovery;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Identity.Authorizations;
using Portal.Identity.Captcha;
using Portal.Identity.Clients;
using Portal.Identity.Clients.Logos;
using Portal.Identity.Devices;
using Portal.Identity.Dpop;
using Portal.Identity.Homeserver;
using Portal.Identity.Jose;
using Portal.Identity.Keys;
using Portal.Identity.Legacy;
using Portal.Identity.Logout;
using Portal.Identity.Outbound;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Retention;
using Portal.Identity.Sessions;
using Portal.Identity.Tokens;
using Portal.Identity.Tokens.Plain;

namespace Portal.Identity;

/// <summary>The composition of this library: one block a feature.</summary>
public static class IdentityServices
{
    // On SQLite a context keeps its connection, with a cache of two megabytes at most. Only as many as work at once are ever made.
    private const int ConnectionsKept = 64;

    /// <summary>Adds everything but what the application must know: the mailer and the addresses of the installation.</summary>
    /// <param name="database">Which engine, and how to reach it.</param>
    /// <param name="protector">Holds the encryption key.</param>
    public static IServiceCollection AddPortalIdentity(this IServiceCollection services, DatabaseAddress database, SecretProtector protector)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SecretGenerator>();
        services.AddPersistence(database);
        services.AddKeys(protector);
        services.AddHomeserver();
        services.AddAccounts();
        services.AddSessions();
        services.AddOutbound();
        services.AddCaptcha();
        services.AddClients();
        services.AddOptions<AuthorizationRequestOptions>().BindConfiguration(AuthorizationRequestOptions.Section);
        services.AddSingleton<AuthorizationRequestJudge>();
        services.AddScoped<PushedAuthorizationRequests>();
        services.AddScoped<AuthorizationService>();
        services.AddDevices();
        services.AddTokens();
        services.AddLegacy();
        services.AddOutbox();
        services.AddRetention();
        return services;
    }

    /// <summary>Adds what is done without anybody's request. Of several processes on one database at least one must have it; any number may.</summary>
    public static IServiceCollection AddBackgroundWork(this IServiceCollection services)
    {
        services.AddHostedService<OutboxWorker>();
        services.AddHostedService<OutboxMeter>();
        services.AddHostedService(provider => provider.GetRequiredService<HomeserverCatchUp>());
        services.AddHostedService<InactivityWorker>();
        services.AddHostedService<RetentionWorker>();
        return services;
    }

    private static void AddPersistence(this IServiceCollection services, DatabaseAddress database)
    {
        services.AddSingleton(database);
        services.AddSingleton(new WriterGate(oneAtATime: database.Provider == DatabaseProvider.Sqlite));
        services.AddScoped<Storage>();
        services.AddSingleton<PreparedPool>();
        services.AddSingleton<PreparedReads>();
        services.AddSingleton<PreparedWrites>();
        if (database.Provider == DatabaseProvider.Sqlite)
        {
            services.AddDbContextPool<PortalDbContext, SqlitePortalDbContext>(options => options.UsePortalSqlite(database.ConnectionString), ConnectionsKept);
        }
        else
        {
            services.AddDbContextPool<PortalDbContext, PostgresPortalDbContext>(options => options.UsePortalPostgres(database.ConnectionString));
        }
    }

    private static void AddKeys(this IServiceCollection services, SecretProtector protector)
    {
        services.AddSingleton(protector);
        services.AddOptions<SigningKeyOptions>().BindConfiguration(SigningKeyOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SigningKeyOptions>, SigningKeyOptionsValidator>();
        services.AddSingleton<SigningKeyRing>();
        services.AddHostedService<SigningKeyWorker>();
        services.AddDataProtection().SetApplicationName("Portal"); // else the folder that it runs in would be part of every key
        services.AddOptions<KeyManagementOptions>().Configure<IServiceScopeFactory, TimeProvider>((options, scopes, clock) =>
        {
            options.XmlRepository = new StoredDataProtectionKeys(scopes, clock);
            options.XmlEncryptor = new DataProtectionXmlEncryptor(protector);
        });
    }

    private static void AddHomeserver(this IServiceCollection services)
    {
        services.AddOptions<MatrixOptions>().BindConfiguration(MatrixOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MatrixOptions>, MatrixOptionsValidator>();
        services.AddSingleton<HomeserverClient>();
        services.AddSingleton<HomeserverProbe>();
        services.AddSingleton(provider => HomeserverOf(provider, provider.GetRequiredService<IOptions<MatrixOptions>>().Value));
        services.AddSingleton<DeviceLocks>();
        services.AddScoped<HomeserverDevices>();
        services.AddScoped<HomeserverJobs>();
        services.AddScoped<NewDevices>();
        services.AddSingleton<ActiveDevices>();
        services.AddSingleton<HomeserverQuestions>();
        services.AddScoped<IOutboxHandler, ProvisionUser>();
        services.AddScoped<IOutboxHandler, SyncDevices>();
        services.AddScoped<IOutboxHandler, DeleteUser>();
        services.AddSingleton<HomeserverCatchUp>();
    }

    private static IHomeserver HomeserverOf(IServiceProvider provider, MatrixOptions options) => options.Kind switch
    {
        HomeserverKind.Synapse => new SynapseHomeserver(provider.GetRequiredService<HomeserverClient>()),
        HomeserverKind.SynapseReadOnly => new ReadOnlyHomeserver(new SynapseHomeserver(provider.GetRequiredService<HomeserverClient>())),
        HomeserverKind.SynapseLegacy => new OlderSynapseHomeserver(provider.GetRequiredService<HomeserverClient>(), options),
        _ => new StandAlone(),
    };

    private static void AddAccounts(this IServiceCollection services)
    {
        services.AddOptions<AccountOptions>().BindConfiguration(AccountOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccountOptions>, AccountOptionsValidator>();
        services.AddPolicy();
        services.AddPasswords();
        services.AddScoped<IPasswordHasher<PortalUser>, PortalPasswordHasher<PortalUser>>();
        services.AddScoped<IUserStore<PortalUser>, PasskeyStore>();
        services.AddIdentityCore<PortalUser>(PortalIdentity.Configure);
        services.AddPasskeys();
        services.AddScoped<RateLimiter>();
        services.AddScoped<DeviceLimit>();
        services.AddScoped<GrantPolicy>();
        services.AddScoped<PasswordAllowance>();
        services.AddScoped<NewPasswordCheck>();
        services.AddScoped<AccountPassword>();
        services.AddScoped<PasswordChange>();
        services.AddScoped<AccountNames>();
        services.AddScoped<PasswordProof>();
        services.AddScoped<SignInAdmission>();
        services.AddScoped<SignInService>();
        services.AddSingleton<SecondStepPolicy>();
        services.AddScoped<SecondFactorProof>();
        services.AddScoped<SecondFactors>();
        services.AddScoped<RecoveryRequests>();
        services.AddScoped<RecoveryLinks>();
        services.AddSingleton<RecoveryTicketTexts>();
        services.AddSingleton<DisputeTicketTexts>();
        services.AddScoped<DisputeTickets>();
        services.AddScoped<AccountDisputes>();
        services.AddScoped<NameAllowance>();
        services.AddScoped<RegistrationForm>();
        services.AddScoped<RegistrationService>();
        services.AddSingleton<RegistrationDoor>();
        services.AddScoped<AcceptedTerms>();
        services.AddScoped<RegistrationTokens>();
        services.AddScoped<RegistrationTokenLookup>();
        services.AddScoped<EmailVerifications>();
        services.AddScoped<AccountEmails>();
        services.AddScoped<AccountProfile>();
        services.AddScoped<AccountLocking>();
        services.AddScoped<IdentityReset>();
        services.AddScoped<AccountDeletion>();
        services.AddScoped<AccountOverview>();
        services.AddScoped<AccountActivity>();
        services.AddScoped<AuditLog>();
        services.AddSingleton<FailedSignInTracker>();
        services.AddScoped<RecentFailures>();
        services.AddScoped<DataExport>();
        services.AddProgramAccess();
        services.AddSingleton<VerificationCodes>();
    }

    internal static void AddProgramAccess(this IServiceCollection services)
    {
        services.AddOptions<PersonalTokenOptions>().BindConfiguration(PersonalTokenOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PersonalTokenOptions>, PersonalTokenOptionsValidator>();
        services.AddScoped<AccountTokens>();
        services.AddScoped<IOutboxHandler, ExpirePersonalToken>();
        services.AddScoped<AccountAppPasswords>();
        services.AddScoped<AppPasswordProof>();
    }

    private static void AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<SessionChanges>();
        services.AddSingleton<ActivityTracker>();
        services.AddHostedService<ActivityWriter>();
        services.AddHostedService<SessionChangeRelay>();
        services.AddScoped<BrowserSessions>();
        services.AddScoped<KnownBrowsers>();
        services.AddScoped<KnownNetworks>();
        services.AddSingleton<NetworkHashes>();
        services.AddScoped<SessionEnd>();
        services.AddScoped<AccountSessionList>();
        services.AddScoped<AccountSessions>();
        services.AddInactivityExpiry();
        services.AddScoped<LogoutNotices>();
        services.AddScoped<LogoutRequests>();
        services.AddScoped<IOutboxHandler, SendLogoutToken>();
    }

    internal static void AddInactivityExpiry(this IServiceCollection services)
    {
        services.AddOptions<InactivityExpiryOptions>().BindConfiguration(InactivityExpiryOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<InactivityExpiryOptions>, InactivityExpiryOptionsValidator>();
        services.AddSingleton<InactivityExpiry>();
    }

    private static void AddClients(this IServiceCollection services)
    {
        services.AddOptions<ClientRegistrationOptions>().BindConfiguration("Portal:Policy:Data:ClientRegistration");
        services.AddSingleton(provider => new ClientRegistrationPolicy(provider.GetRequiredService<IOptions<ClientRegistrationOptions>>().Value));
        services.AddScoped(provider => new ClientMetadataReader(provider.GetRequiredService<SigningKeyRing>().Algorithms, PublicSuffixList.Default)
        {
            DropsDeviceCodeGrant = !provider.GetRequiredService<IOptions<DeviceGrantOptions>>().Value.DeviceCodeGrantEnabled,
        });
        services.AddScoped<ClientRegistrar>();
        services.AddOptions<StaticClientOptions>().BindConfiguration(StaticClientOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StaticClientOptions>, StaticClientOptionsValidator>();
        services.AddScoped<StaticClients>();
        services.AddOptions<ClientDocumentOptions>().BindConfiguration(ClientDocumentOptions.Section);
        services.AddSingleton<ClientDocumentReader>();
        services.AddScoped<ClientDirectory>();
        services.AddScoped<ClientLogos>();
        services.AddSingleton<ClientKeySets>();
        services.AddScoped<ReplayGuard>();
        services.AddScoped<ClientAssertionVerifier>();
        services.AddScoped<ClientAuthenticator>();
        services.AddSingleton<ClientCheck>();
    }

    private static void AddDevices(this IServiceCollection services)
    {
        services.AddOptions<DeviceGrantOptions>().BindConfiguration(DeviceGrantOptions.Section);
        services.AddScoped<DeviceAuthorization>();
        services.AddScoped<UserCodeLookup>();
        services.AddScoped<DeviceConsent>();
    }

    private static void AddTokens(this IServiceCollection services)
    {
        services.AddOptions<TokenLifetimeOptions>().BindConfiguration(TokenLifetimeOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TokenLifetimeOptions>, TokenLifetimeOptionsValidator>();
        services.AddSingleton<DpopNonces>();
        services.AddScoped<DpopProofVerifier>();
        services.AddSingleton<TokenLookup>();
        services.AddSingleton<IdTokenMinter>();
        services.AddSingleton<IdTokenHints>();
        services.AddSingleton<TokenMint>();
        services.AddScoped<TokenIssuer>();
        services.AddScoped<ITokenGrant, AuthorizationCodeGrant>();
        services.AddScoped<ITokenGrant, RefreshTokenGrant>();
        services.AddScoped<ITokenGrant, ClientCredentialsGrant>();
        services.AddScoped<ITokenGrant, DeviceCodeTokenGrant>();
        services.AddScoped<TokenService>();
        services.AddSingleton<IPlainGrant, PlainAuthorizationCode>();
        services.AddSingleton<IPlainGrant, PlainRefresh>();
        services.AddSingleton<IPlainGrant, PlainClientCredentials>();
        services.AddSingleton<PlainExchange>();
        services.AddSingleton<TokenIntrospection>();
        services.AddScoped<TokenRevocation>();
        services.AddScoped<PersonClaims>();
        services.AddScoped<UserInfo>();
    }

    private static void AddLegacy(this IServiceCollection services)
    {
        services.AddScoped<LegacyTokenIssuer>();
        services.AddScoped<LegacySessions>();
        services.AddScoped<LegacyLogin>();
        services.AddScoped<LegacyRefresh>();
        services.AddScoped<LegacyLogout>();
        services.AddScoped<SsoLogins>();
    }

    private static void AddOutbox(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<OutboxKinds>();
        services.AddSingleton<OutboxMetrics>();
        services.AddSingleton<OutboxStore>();
        services.AddSingleton<OutboxDelivery>();
        services.AddScoped<DeadLetters>();
        services.AddScoped<OutboxWriter>();
        services.AddScoped<IOutboxHandler, SendVerificationCode>();
        services.AddScoped<IOutboxHandler, PrepareRecoveryMails>();
        services.AddScoped<IOutboxHandler, SendRecoveryLink>();
        services.AddScoped<IOutboxHandler, SendNotice>();
        services.AddScoped<IOutboxHandler, FinishDeletion>();
        services.AddScoped<AccountNotices>();
        services.AddScoped<AccountLanguage>();
        services.AddScoped<IOutboxHandler, FetchClientLogo>();
    }

    internal static void AddRetention(this IServiceCollection services)
    {
        services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>();
        services.AddSingleton<DataRetention>();
    }
}
