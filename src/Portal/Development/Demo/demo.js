// A public OAuth client in a browser: dynamic registration, authorization code with PKCE, refresh, revocation.
const base = new URL(document.baseURI);
const redirectUri = new URL("dev/demo", base).href;
const element = (id) => document.getElementById(id);
const say = (text) => { element("status").textContent = text; };
const store = (name, value) => value === undefined ? JSON.parse(sessionStorage.getItem(name)) : sessionStorage.setItem(name, JSON.stringify(value));

const base64Url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const random = (length) => base64Url(crypto.getRandomValues(new Uint8Array(length)));
const challengeOf = async (verifier) => base64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));

const metadata = async () => (await fetch(new URL(".well-known/openid-configuration", base))).json();

const call = async (address, parameters) => {
  const response = await fetch(address, { method: "POST", body: new URLSearchParams(parameters) });
  const text = await response.text();
  const body = text ? JSON.parse(text) : {};
  if (!response.ok) throw new Error(body.error_description ?? `Status ${response.status}`);
  return body;
};

const register = async (server) => {
  const response = await fetch(server.registration_endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      client_name: "Demo app",
      client_uri: base.href,
      application_type: "native",
      redirect_uris: [redirectUri],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    }),
  });
  const client = await response.json();
  if (!response.ok) throw new Error(client.error_description);
  return client.client_id;
};

const begin = async (prompt) => {
  const server = await metadata();
  const pending = { clientId: await register(server), state: random(16), verifier: random(32) };
  store("pending", pending);
  const address = new URL(server.authorization_endpoint);
  address.search = new URLSearchParams({
    client_id: pending.clientId,
    response_type: "code",
    redirect_uri: redirectUri,
    scope: `openid urn:matrix:client:api:* urn:matrix:client:device:${random(9).replace(/[^A-Za-z0-9]/g, "X")}`,
    state: pending.state,
    code_challenge: await challengeOf(pending.verifier),
    code_challenge_method: "S256",
    ...(prompt && { prompt }),
  });
  location.assign(address);
};

const finish = async (answer) => {
  const pending = store("pending");
  const server = await metadata();
  history.replaceState(null, "", redirectUri);
  if (!pending || answer.get("state") !== pending.state || answer.get("iss") !== server.issuer) throw new Error("This answer is not for us.");
  if (answer.has("error")) throw new Error(answer.get("error") === "access_denied" ? "You did not allow it." : answer.get("error_description"));
  const tokens = await call(server.token_endpoint, {
    grant_type: "authorization_code", client_id: pending.clientId, code: answer.get("code"), redirect_uri: redirectUri, code_verifier: pending.verifier,
  });
  store("session", { clientId: pending.clientId, ...tokens });
};

const whoAmI = async () => {
  const server = await metadata();
  const response = await fetch(server.userinfo_endpoint, { headers: { Authorization: `Bearer ${store("session").access_token}` } });
  return response.ok ? (await response.json()).username : null;
};

const show = async () => {
  const session = store("session");
  const name = session && await whoAmI();
  element("signed-in").hidden = !session;
  element("signed-out").hidden = !!session;
  if (session) {
    element("name").textContent = name ?? "nobody any more";
    say(name ? "The token is good." : "The token is dead: you were signed out.");
  }
};

const attempt = (work) => async () => {
  try { await work(); } catch (error) { say(error.message); }
};

element("sign-in").addEventListener("click", attempt(() => begin()));
element("create").addEventListener("click", attempt(() => begin("create")));
element("check").addEventListener("click", attempt(show));
element("refresh").addEventListener("click", attempt(async () => {
  const session = store("session");
  const tokens = await call((await metadata()).token_endpoint, { grant_type: "refresh_token", client_id: session.clientId, refresh_token: session.refresh_token });
  store("session", { clientId: session.clientId, ...tokens });
  await show();
}));
element("sign-out").addEventListener("click", attempt(async () => {
  const session = store("session");
  sessionStorage.removeItem("session");
  await call((await metadata()).revocation_endpoint, { client_id: session.clientId, token: session.access_token });
  await show();
  say("Signed out of this app.");
}));

attempt(async () => {
  const answer = new URLSearchParams(location.search);
  if (answer.has("state")) await finish(answer);
  await show();
})();
