// The npm package oidc-provider as an app would mount it, all of it in memory; sizes and where to write what it made come from the command line.
// Measure starts it (PeerServer.cs) and loads it as it loads the portal: the same paths, clients, scopes, lifetimes and answers.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [folder, seeded] = process.argv.slice(2);
const { clientId, serviceId, secret, redirectUri, challenge, tokens, slices, refreshPerSlice, codesPerSlice } = JSON.parse(seeded);
const issuer = process.env.ASPNETCORE_URLS.replace(/\/$/, "");
const aDay = 24 * 60 * 60;

// A map for each kind. The package's own adapter forgets all but the last 1,000 entries.
class Memory {
  static maps = new Map();
  static grants = new Map();

  constructor(name) {
    if (!Memory.maps.has(name)) {
      Memory.maps.set(name, new Map());
    }
    this.map = Memory.maps.get(name);
  }

  async upsert(id, payload) {
    this.map.set(id, payload);
    if (payload.grantId) {
      const entries = Memory.grants.get(payload.grantId) ?? [];
      entries.push([this.map, id]);
      Memory.grants.set(payload.grantId, entries);
    }
  }

  async find(id) {
    return this.map.get(id);
  }

  async findByUid(uid) {
    for (const payload of this.map.values()) {
      if (payload.uid === uid) {
        return payload;
      }
    }
  }

  async findByUserCode() {}

  async destroy(id) {
    this.map.delete(id);
  }

  async consume(id) {
    this.map.get(id).consumed = Math.floor(Date.now() / 1000);
  }

  async revokeByGrantId(grantId) {
    for (const [map, id] of Memory.grants.get(grantId) ?? []) {
      map.delete(id);
    }
    Memory.grants.delete(grantId);
  }
}

const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
const provider = new Provider(issuer, {
  adapter: Memory,
  jwks: { keys: [{ ...key, use: "sig", alg: "RS256", kid: "bench" }] },
  cookies: { keys: [randomBytes(32).toString("hex")] },
  clients: [
    {
      client_id: clientId, token_endpoint_auth_method: "none", application_type: "native", redirect_uris: [redirectUri],
      grant_types: ["authorization_code", "refresh_token"], response_types: ["code"],
    },
    {
      client_id: serviceId, client_secret: secret, token_endpoint_auth_method: "client_secret_basic", redirect_uris: [],
      grant_types: ["client_credentials"], response_types: [],
    },
  ],
  scopes: ["openid", "offline_access", "api"],
  features: { clientCredentials: { enabled: true }, introspection: { enabled: true, allowedPolicy: () => true }, revocation: { enabled: true } },
  findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
  pkce: { required: () => true },
  rotateRefreshToken: true,
  routes: { token: "/oauth2/token", introspection: "/oauth2/introspect", revocation: "/oauth2/revoke", userinfo: "/oauth2/userinfo", authorization: "/authorize" },
  ttl: { AccessToken: 300, AuthorizationCode: aDay, ClientCredentials: 300, Grant: aDay, IdToken: 3600, Interaction: aDay, RefreshToken: aDay, Session: aDay },
});

const client = await provider.Client.find(clientId);
const lines = async (count, make) => (await Promise.all(Array.from({ length: count }, make))).join("\n") + "\n";
const write = (name, text) => writeFileSync(`${folder}/${name}`, text);

async function grantOf(accountId, scope) {
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope(scope);
  return grant.save();
}

async function make(Model, scope, more) {
  const accountId = randomBytes(8).toString("hex");
  const model = new Model({ accountId, client, scope, grantId: await grantOf(accountId, scope), gty: "authorization_code", authTime: Math.floor(Date.now() / 1000), ...more });
  return model.save();
}

write("peer-access-tokens", await lines(tokens, () => make(provider.AccessToken, "openid offline_access api", { expiresIn: aDay })));
for (let slice = 0; slice < slices; slice++) {
  write(`peer-refresh-tokens-${slice}`, await lines(refreshPerSlice, () => make(provider.RefreshToken, "offline_access api")));
  write(`peer-codes-${slice}`, await lines(codesPerSlice, () =>
    make(provider.AuthorizationCode, "openid offline_access api", { redirectUri, codeChallenge: challenge, codeChallengeMethod: "S256" })));
}

const { hostname, port } = new URL(issuer);
createServer(provider.callback()).listen(Number(port), hostname);
process.on("SIGTERM", () => process.exit(0));
