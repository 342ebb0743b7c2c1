// A bot as its makers would write one with matrix-bot-sdk, which knows the Matrix login of before OAuth, and one address: that of the homeserver.
import sdk from "matrix-bot-sdk";
import { drive } from "./drive.mjs";

const { LogService, MatrixAuth, MatrixClient } = sdk;
const [homeserver] = process.argv.slice(2);
const login = "/_matrix/client/v3/login";
const silence = () => {};
LogService.setLogger({ trace: silence, debug: silence, info: silence, warn: silence, error: silence }); // what is refused, the test is told

let client;

await drive({
  flows: async () => (await new MatrixClient(homeserver, "").doRequest("GET", login)).flows.map(flow => flow.type),

  async password({ user, password, device }) {
    client = await new MatrixAuth(homeserver).passwordLogin(user, password, device);
  },

  /** The address for the browser. */
  sso: ({ redirectUrl }) => `${homeserver}${login}/sso/redirect?redirectUrl=${encodeURIComponent(redirectUrl)}`,

  /** The browser has brought a login token back. */
  async token({ token, device }) {
    const answer = await new MatrixClient(homeserver, "").doRequest("POST", login, null, { type: "m.login.token", token, initial_device_display_name: device });
    client = new MatrixClient(homeserver, answer.access_token);
  },

  /** Somebody has given it a token to work with. */
  accessToken: ({ token }) => { client = new MatrixClient(homeserver, token); },

  whoAmI: () => client.getWhoAmI(),

  signOut: () => client.doRequest("POST", "/_matrix/client/v3/logout"),
}, error => error.errcode);
