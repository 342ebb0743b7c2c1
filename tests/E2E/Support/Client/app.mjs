// An app on a server, as its makers would write one with openid-client; everything is left to the library, which checks every answer.
// A test drives it (OpenIdClientApp).
import * as oidc from "openid-client";
import { drive } from "./drive.mjs";

const [issuer, home] = process.argv.slice(2);
const callback = home + "/callback";

let client; // the library's view of portal and client
let asked;  // what the answer to the last request must fit
let tokens; // the newest
let subject;
let proof;  // with which key it speaks, if with one (RFC 9449)
let device; // what it asks for as one that has no browser
let onRefusal = () => {};
const refusals = [];

const secretOnly = (authentication) => () => [{}, authentication()];

// What a client registers for the method, and how it then authenticates.
const methods = {
  none: secretOnly(oidc.None),
  client_secret_basic: secretOnly(oidc.ClientSecretBasic),
  client_secret_post: secretOnly(oidc.ClientSecretPost),
  client_secret_jwt: () => [{ token_endpoint_auth_signing_alg: "HS256" }, oidc.ClientSecretJwt()],
  private_key_jwt: async () => {
    const { publicKey, privateKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
    const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", publicKey);
    return [
      { token_endpoint_auth_signing_alg: "ES256", jwks: { keys: [{ kty, crv, x, y, kid: "first", use: "sig" }] } },
      oidc.PrivateKeyJwt({ key: privateKey, kid: "first" }),
    ];
  },
};

/** Notes what the portal refuses, also where the library goes on by itself. */
const listening = async (...request) => {
  const response = await fetch(...request);
  if (!response.ok) {
    const body = await response.clone().json().catch(() => ({}));
    refusals.push(body.error ?? /error="([^"]*)"/.exec(response.headers.get("www-authenticate"))?.[1] ?? String(response.status));
    onRefusal(refusals.at(-1));
  }
  return response;
};

const actions = {
  async register({ method, ...metadata }) {
    const [more, authentication] = await methods[method]();
    client = await oidc.dynamicClientRegistration(
      new URL(issuer),
      {
        client_name: "Server app",
        client_uri: home + "/",
        redirect_uris: [callback],
        grant_types: ["authorization_code", "refresh_token"],
        token_endpoint_auth_method: method,
        ...more,
        ...metadata,
      },
      authentication,
      { execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks] }, // http, for the test; and check the signatures of ID tokens
    );
    client[oidc.customFetch] = listening;
    return client.clientMetadata().client_id;
  },

  /** What was refused since the last time. */
  refusals: () => refusals.splice(0),

  /** From here on it proves a new key with everything. The thumbprint of the key. */
  async takeKey() {
    proof = { DPoP: oidc.getDPoPHandle(client, await oidc.randomDPoPKeyPair("ES256")) };
    return await proof.DPoP.calculateThumbprint();
  },

  loseKey() {
    proof = undefined;
  },

  /** The address for the browser. */
  async request({ pushed = false, ...parameters }) {
    asked = {
      pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
      expectedState: oidc.randomState(),
      expectedNonce: oidc.randomNonce(),
      idTokenExpected: true,
      ...(parameters.max_age === undefined ? {} : { maxAge: Number(parameters.max_age) }),
    };
    const all = {
      redirect_uri: callback,
      scope: "openid",
      state: asked.expectedState,
      nonce: asked.expectedNonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(asked.pkceCodeVerifier),
      code_challenge_method: "S256",
      ...(proof && { dpop_jkt: await proof.DPoP.calculateThumbprint() }),
      ...parameters,
    };
    return (pushed ? await oidc.buildAuthorizationUrlWithPAR(client, all, proof) : oidc.buildAuthorizationUrl(client, all)).href;
  },

  /** Where the browser came back to. The claims of the ID token. */
  async answer({ url }) {
    tokens = await oidc.authorizationCodeGrant(client, new URL(url), asked, undefined, proof);
    subject = tokens.claims().sub;
    return tokens.claims();
  },

  async refresh() {
    tokens = { ...tokens, ...await oidc.refreshTokenGrant(client, tokens.refresh_token, undefined, proof) };
  },

  /** Asks for codes, and shows them. */
  async device(parameters) {
    device = await oidc.initiateDeviceAuthorization(client, parameters);
    return device;
  },

  /** Begins to ask whether somebody has let it in, so hastily that the portal slows it down; then it waits as long as it is told. */
  async poll() {
    const slowedDown = new Promise(resolve => onRefusal = error => error === "slow_down" && resolve());
    device.answer = oidc.pollDeviceAuthorizationGrant(client, { ...device, interval: 1 });
    await Promise.race([slowedDown, device.answer]);
  },

  /** Somebody has decided. The claims of the ID token. */
  async linked() {
    tokens = await device.answer;
    subject = tokens.claims().sub;
    return tokens.claims();
  },

  async credentials(parameters) {
    tokens = await oidc.clientCredentialsGrant(client, parameters);
  },

  userInfo: () => oidc.fetchUserInfo(client, tokens.access_token, subject, proof),

  introspect: ({ token }) => oidc.tokenIntrospection(client, tokens[token]),

  revoke: ({ token }) => oidc.tokenRevocation(client, tokens[token]),

  /** The address at which the person signs out of the portal, and from there back to the app. */
  signOut: ({ state }) => oidc.buildEndSessionUrl(client, { id_token_hint: tokens.id_token, post_logout_redirect_uri: callback, state }).href,
};

await drive(actions, error => error.error ?? error.cause?.[0]?.parameters.error);
