using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Notices;

public abstract class AccountNoticesTests(DatabaseProvider engine) : StorageTest(engine)
{
    private static readonly Requester Requester = new(IPAddress.Parse("203.0.113.7"), "Firefox");
    private readonly PortalUser _user = A.User();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _user.Speak("de");
        await Host.ArrangeAsync(_user, A.Email(_user, "old@mail.example"), A.Email(_user, "kept@mail.example"));
    }

    [Fact]
    public async Task Every_address_is_told_also_the_one_that_goes_and_the_one_that_comes()
    {
        await Host.RunAsync<IServiceProvider, bool>(services => services.GetRequiredService<Storage>().WriteAsync(
            async () =>
            {
                var database = services.GetRequiredService<PortalDbContext>();
                database.Remove(await database.UserEmails.SingleAsync(email => email.Address == "old@mail.example"));
                database.Add(A.Email(_user, "new@mail.example"));
                await services.GetRequiredService<AccountNotices>().AddAsync(_user, NoticeKind.EmailAdded, Requester, "new@mail.example", CancellationToken.None);
                return true;
            },
            CancellationToken.None));

        var notices = await Host.ReadAsync(database => database.Outbox.Where(message => message.Kind == SendNotice.MessageKind).ToListAsync());
        Assert.Equal(
            ["kept@mail.example", "new@mail.example", "old@mail.example"],
            notices.Select(message => message.Read<NoticeMessage>().Address).Order(StringComparer.Ordinal));
        Assert.All(notices, message => Assert.Equal(
            ("alice", NoticeKind.EmailAdded, "new@mail.example", "Firefox", "203.0.113.7", "de"),
            message.Read<NoticeMessage>() is var said ? (said.Username, said.Kind, said.Detail, said.UserAgent, said.IpAddress, said.Language) : default));
    }

    public sealed class OnSqlite() : AccountNoticesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AccountNoticesTests(DatabaseProvider.PostgreSql);
}
