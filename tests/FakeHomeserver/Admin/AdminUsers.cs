using System.Text.Json.Nodes;
using Portal.Tests.FakeHomeserver.Http;
using Portal.Tests.FakeHomeserver.State;

namespace Portal.Tests.FakeHomeserver.Admin;

internal static class AdminUsers
{
    private static readonly TimeSpan ResetWindow = TimeSpan.FromMinutes(10);

    private static readonly Schema PutSchema = new(
        Field.Text("displayname").OrNone().OrNull(),
        Field.Text("avatar_url").OrNone().OrNull(),
        Field.Objects("threepids").OrNone(),
        Field.Objects("external_ids").OrNone(),
        Field.Flag("deactivated").OrNone());

    private static readonly Schema Threepid = new(Field.Text("medium"), Field.Text("address"));
    private static readonly Schema ExternalId = new(Field.Text("auth_provider"), Field.Text("external_id"));

    public static Answer Get(Call call) => Answer.Ok(Describe(call.World, call.RequireUser()));

    public static Answer Put(Call call)
    {
        var (world, localpart, body) = (call.World, call.Localpart(), PutSchema.Read(call.Body));
        var threepids = body.Objects("threepids")?.Select(item => Read(Threepid, item, "medium", "address")).ToList();
        var externalIds = body.Objects("external_ids")?.Select(item => Read(ExternalId, item, "auth_provider", "external_id")).ToList();
        var isNew = world.Users.Find(localpart) is null;
        var user = isNew ? world.Users.Register(localpart, body.Text("displayname")) : world.Users.Require(localpart);
        if (!isNew && body.Text("displayname") is { } name)
        {
            Users.SetDisplayName(user, name);
        }

        if (body.Text("avatar_url") is { } avatarUrl)
        {
            Users.SetAvatarUrl(user, avatarUrl);
        }

        Set(world, user, threepids, externalIds);
        switch (body.Flag("deactivated"))
        {
            case true:
                user.Deactivate(erase: false);
                break;
            case false:
                user.Reactivate();
                break;
        }

        return new Answer(isNew ? 201 : 200, Describe(world, user));
    }

    public static Answer UsernameAvailable(Call call)
    {
        UsernameRules.Check(call.Query.Required("username"), call.World.Options, call.World.Users.IsTaken);
        return Answer.Ok(new JsonObject { ["available"] = true });
    }

    public static Answer Deactivate(Call call)
    {
        var body = new Schema(Field.Flag("erase").OrNone()).Read(call.Body);
        var user = call.RequireUser();
        if (call.World.Options.Undeletable.Contains(user.Localpart, StringComparer.Ordinal))
        {
            throw new MatrixErrorException(403, "M_FORBIDDEN", "Deactivation of this user is forbidden");
        }

        user.Deactivate(body.Flag("erase") ?? false);
        return Answer.Ok(new JsonObject { ["id_server_unbind_result"] = "success" });
    }

    public static Answer AllowCrossSigningReplacement(Call call)
    {
        var user = call.RequireUser();
        if (user.MasterKey is null)
        {
            throw MatrixErrorException.UserNotFound();
        }

        user.MasterKeyReplaceableUntil = call.World.Now + ResetWindow;
        return Answer.Ok(new JsonObject { ["updatable_without_uia_before_ms"] = user.MasterKeyReplaceableUntil.Value.ToUnixTimeMilliseconds() });
    }

    private static (string One, string Other) Read(Schema schema, Body item, string one, string other)
    {
        schema.Check(item);
        return (item.Text(one)!, item.Text(other)!);
    }

    private static void Set(World world, FakeUser user, List<(string Medium, string Address)>? threepids, List<(string Provider, string Id)>? externalIds)
    {
        if (threepids is not null)
        {
            world.Users.SetEmails(user, [.. threepids.Where(threepid => threepid.Medium == "email").Select(threepid => threepid.Address)]);
            user.Phones.Clear();
            user.Phones.UnionWith(threepids.Where(threepid => threepid.Medium == "msisdn").Select(threepid => threepid.Address));
        }

        if (externalIds is null)
        {
            return;
        }

        if (world.Users.All.Any(other => other != user && externalIds.Exists(external => other.ExternalIds.GetValueOrDefault(external.Provider) == external.Id)))
        {
            throw new MatrixErrorException(409, "M_UNKNOWN", "External id is already in use.");
        }

        user.ExternalIds.Clear();
        foreach (var (provider, id) in externalIds)
        {
            user.ExternalIds[provider] = id;
        }
    }

    private static JsonObject Describe(World world, FakeUser user) => new()
    {
        ["name"] = world.UserIdOf(user.Localpart),
        ["displayname"] = user.DisplayName,
        ["avatar_url"] = user.AvatarUrl,
        ["deactivated"] = user.IsDeactivated,
        ["erased"] = user.IsErased,
        ["suspended"] = user.IsSuspended,
        ["locked"] = user.IsLocked,
        ["admin"] = false,
        ["threepids"] = new JsonArray(
        [
            .. user.Emails.Select(address => new JsonObject { ["medium"] = "email", ["address"] = address }),
            .. user.Phones.Select(address => new JsonObject { ["medium"] = "msisdn", ["address"] = address }),
        ]),
        ["external_ids"] = new JsonArray([.. user.ExternalIds.Select(external => new JsonObject { ["auth_provider"] = external.Key, ["external_id"] = external.Value })]),
    };
}
