using System.Text.Json.Nodes;
using Portal.Tests.FakeHomeserver.Http;
using Portal.Tests.FakeHomeserver.State;

namespace Portal.Tests.FakeHomeserver.Mas;

internal static class MasUsers
{
    private static readonly TimeSpan ResetWindow = TimeSpan.FromMinutes(10);

    public static Schema ProvisionSchema { get; } = new(
        Field.Text("localpart"),
        Field.Text("set_displayname").OrNone().OrNull(),
        Field.Flag("unset_displayname").OrNone(),
        Field.Text("set_avatar_url").OrNone().OrNull(),
        Field.Flag("unset_avatar_url").OrNone(),
        Field.Texts("set_emails").OrNone().OrNull(),
        Field.Flag("unset_emails").OrNone(),
        Field.Flag("locked").OrNone().OrNull())
    {
        Pairs = [("set_displayname", "unset_displayname"), ("set_avatar_url", "unset_avatar_url"), ("set_emails", "unset_emails")],
    };

    public static Answer Query(Call call)
    {
        var user = call.World.Users.Require(call.Query.Required("localpart"));
        return Answer.Ok(new JsonObject
        {
            ["user_id"] = call.World.UserIdOf(user.Localpart),
            ["display_name"] = user.DisplayName,
            ["avatar_url"] = user.AvatarUrl,
            ["is_suspended"] = user.IsSuspended,
            ["is_deactivated"] = user.IsDeactivated,
        });
    }

    public static Answer IsLocalpartAvailable(Call call)
    {
        var localpart = call.Query.First("localpart") ?? throw new MatrixErrorException(400, "M_UNKNOWN", "Missing localpart");
        UsernameRules.Check(localpart, call.World.Options, call.World.Users.IsTaken);
        return Answer.Ok();
    }

    // Whoever is there already keeps a name that the rules would not give out any more.
    public static Answer Provision(World world, Body body)
    {
        var localpart = body.Text("localpart")!;
        var (displayName, answer) = (body.Text("set_displayname"), Answer.Ok());
        if (world.Users.Find(localpart) is not { } user)
        {
            user = world.Users.Register(localpart, displayName);
            answer = Answer.Created();
        }
        else if (displayName is not null)
        {
            Users.SetDisplayName(user, displayName);
        }

        Clear(body, "unset_displayname", () => Users.SetDisplayName(user, null));
        if (body.Text("set_avatar_url") is { } avatarUrl)
        {
            Users.SetAvatarUrl(user, avatarUrl);
        }

        Clear(body, "unset_avatar_url", () => Users.SetAvatarUrl(user, null));
        if (body.Texts("set_emails") is { } emails)
        {
            world.Users.SetEmails(user, emails);
        }

        Clear(body, "unset_emails", () => world.Users.SetEmails(user, []));
        user.IsLocked = body.Flag("locked") ?? user.IsLocked;
        return answer;
    }

    public static Answer Delete(World world, Body body)
    {
        var user = world.Users.Require(body.Text("localpart"));
        if (world.Options.Undeletable.Contains(user.Localpart, StringComparer.Ordinal))
        {
            throw new MatrixErrorException(403, "M_FORBIDDEN", "Deactivation of this user is forbidden");
        }

        user.Deactivate(body.Flag("erase")!.Value);
        return Answer.Ok();
    }

    public static Answer Reactivate(World world, Body body)
    {
        world.Users.Require(body.Text("localpart")).Reactivate();
        return Answer.Ok();
    }

    public static Answer SetDisplayName(World world, Body body)
    {
        Users.SetDisplayName(world.Users.Require(body.Text("localpart")), body.Text("displayname"));
        return Answer.Ok();
    }

    public static Answer UnsetDisplayName(World world, Body body)
    {
        Users.SetDisplayName(world.Users.Require(body.Text("localpart")), null);
        return Answer.Ok();
    }

    public static Answer AllowCrossSigningReset(World world, Body body)
    {
        var user = world.Users.Require(body.Text("localpart"));
        user.MasterKeyReplaceableUntil = user.MasterKey is null ? null : world.Now + ResetWindow;
        return Answer.Ok();
    }

    private static void Clear(Body body, string field, Action clear)
    {
        if (body.Flag(field) == true)
        {
            clear();
        }
    }
}
