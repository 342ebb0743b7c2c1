using Xunit;

namespace Portal.Tests.Unit.Homeserver;

/// <summary>What a body must be (homeserver contract, sections 2 and 9.1, line 2).</summary>
public sealed class FakeBodyTests : FakeSynapseTest
{
    [Theory]
    [InlineData("", "M_NOT_JSON")]
    [InlineData("garbage", "M_NOT_JSON")]
    [InlineData("{", "M_NOT_JSON")]
    [InlineData("{\"localpart\":\"alice\",}", "M_NOT_JSON")]
    [InlineData("{\"localpart\":NaN}", "M_NOT_JSON")]
    [InlineData("[]", "M_BAD_JSON")]
    [InlineData("\"alice\"", "M_BAD_JSON")]
    [InlineData("null", "M_BAD_JSON")]
    [InlineData("{}", "M_MISSING_PARAM")]
    [InlineData("{\"localpart\":null}", "M_BAD_JSON")]
    [InlineData("{\"localpart\":7}", "M_BAD_JSON")]
    [InlineData("{\"localpart\":true}", "M_BAD_JSON")]
    [InlineData("{\"localpart\":[\"alice\"]}", "M_BAD_JSON")]
    public async Task A_body_is_an_object_with_a_name(string body, string code)
    {
        foreach (var endpoint in (string[])["provision_user", "reactivate_user", "unset_displayname", "allow_cross_signing_reset"])
        {
            var said = await PostAsync(endpoint, body);
            Assert.Equal((400, code), (said.Status, said.Code));
        }
    }

    [Theory]
    [InlineData("upsert_device", """{"localpart":"alice"}""", "M_MISSING_PARAM")]
    [InlineData("upsert_device", "{}", "M_BAD_JSON")] // more than one is missing
    [InlineData("upsert_device", """{"localpart":"alice","device_id":1}""", "M_BAD_JSON")]
    [InlineData("upsert_device", """{"localpart":"alice","device_id":null}""", "M_BAD_JSON")]
    [InlineData("upsert_device", """{"localpart":"alice","device_id":"A","display_name":1}""", "M_BAD_JSON")]
    [InlineData("upsert_device", """{"localpart":"alice","device_id":"A","display_name":null}""", null)]
    [InlineData("update_device_display_name", """{"localpart":"alice","device_id":"A"}""", "M_MISSING_PARAM")]
    [InlineData("update_device_display_name", """{"localpart":"alice","device_id":"A","display_name":null}""", "M_BAD_JSON")]
    [InlineData("delete_device", """{"localpart":"alice"}""", "M_MISSING_PARAM")]
    [InlineData("sync_devices", """{"localpart":"alice"}""", "M_MISSING_PARAM")]
    [InlineData("sync_devices", """{"localpart":"alice","devices":null}""", "M_BAD_JSON")]
    [InlineData("sync_devices", """{"localpart":"alice","devices":"A"}""", "M_BAD_JSON")]
    [InlineData("sync_devices", """{"localpart":"alice","devices":["A",1]}""", "M_BAD_JSON")]
    [InlineData("sync_devices", """{"localpart":"alice","devices":["A",null]}""", "M_BAD_JSON")]
    [InlineData("sync_devices", """{"localpart":"alice","devices":[]}""", null)]
    [InlineData("delete_user", """{"localpart":"alice"}""", "M_MISSING_PARAM")]
    [InlineData("delete_user", """{"localpart":"alice","erase":"true"}""", "M_BAD_JSON")]
    [InlineData("delete_user", """{"localpart":"alice","erase":1}""", "M_BAD_JSON")]
    [InlineData("delete_user", """{"localpart":"alice","erase":null}""", "M_BAD_JSON")]
    [InlineData("set_displayname", """{"localpart":"alice"}""", "M_MISSING_PARAM")]
    [InlineData("set_displayname", """{"localpart":"alice","displayname":null}""", "M_BAD_JSON")]
    [InlineData("provision_user", """{"localpart":"alice","locked":"true"}""", "M_BAD_JSON")]
    [InlineData("provision_user", """{"localpart":"alice","locked":0}""", "M_BAD_JSON")]
    [InlineData("provision_user", """{"localpart":"alice","set_emails":"a@example.com"}""", "M_BAD_JSON")]
    [InlineData("provision_user", """{"localpart":"alice","set_emails":[1]}""", "M_BAD_JSON")]
    [InlineData("provision_user", """{"localpart":"alice","unset_displayname":null}""", "M_BAD_JSON")]
    [InlineData("provision_user", """{"localpart":"alice","unset_emails":"true"}""", "M_BAD_JSON")]
    [InlineData("provision_user", """{"localpart":"alice","set_displayname":"A","unset_displayname":true}""", "M_INVALID_PARAM")]
    [InlineData("provision_user", """{"localpart":"alice","set_displayname":"A","unset_displayname":false}""", "M_INVALID_PARAM")]
    [InlineData("provision_user", """{"localpart":"alice","set_avatar_url":"mxc://a/b","unset_avatar_url":false}""", "M_INVALID_PARAM")]
    [InlineData("provision_user", """{"localpart":"alice","set_emails":[],"unset_emails":false}""", "M_INVALID_PARAM")]
    [InlineData("provision_user", """{"localpart":"alice","set_displayname":null,"set_avatar_url":null,"set_emails":null,"locked":null,"more":[1]}""", null)]
    [InlineData("provision_user", """{"localpart":"alice","unset_displayname":false,"unset_avatar_url":true,"unset_emails":false}""", null)]
    [InlineData("provision_user", """{"localpart":"alice","set_displayname":null,"unset_displayname":false}""", "M_INVALID_PARAM")]
    [InlineData("provision_user", """{"localpart":"alice","set_displayname":"A","set_avatar_url":"mxc://a/b","set_emails":["a@example.com"],"locked":true}""", null)]
    public async Task Types_are_strict_and_what_is_not_known_is_ignored(string endpoint, string body, string? code)
    {
        Synapse.Arrange("alice").Add(new("A"));

        Assert.Equal(code, (await PostAsync(endpoint, body)).Code);
    }
}
