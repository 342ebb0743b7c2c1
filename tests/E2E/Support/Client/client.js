// A client as its makers would write one with oidc-client-ts: it registers itself, then leaves everything to the library.
const element = (id) => document.getElementById(id);
const say = (text) => { element("status").textContent = text; };
const query = new URLSearchParams(location.search);
const authority = query.get("authority") ?? sessionStorage.getItem("authority");
sessionStorage.setItem("authority", authority);

const device = () => Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => String.fromCharCode(65 + byte % 26)).join("");
element("scope").value = `openid urn:matrix:client:api:* urn:matrix:client:device:${device()}`;

const register = async () => {
  const { registration_endpoint: endpoint } = await manager("unknown yet").metadataService.getMetadata();
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      client_name: element("name").value,
      client_uri: location.origin + "/",
      application_type: "native",
      redirect_uris: [location.origin + "/", location.origin + "/silent"],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: element("method").value,
    }),
  });
  const client = await response.json();
  if (!response.ok) throw new Error(client.error_description);
  sessionStorage.setItem("client_id", client.client_id);
  if (client.client_secret) sessionStorage.setItem("client_secret", client.client_secret);
};

const manager = (clientId = sessionStorage.getItem("client_id")) => new oidc.UserManager({
  authority,
  client_id: clientId,
  client_secret: sessionStorage.getItem("client_secret") ?? undefined,
  silent_redirect_uri: location.origin + "/silent",
  redirect_uri: location.origin + "/",
  scope: element("scope").value,
  response_mode: element("mode").value || undefined,
  prompt: element("prompt").value || undefined,
  automaticSilentRenew: false,
  loadUserInfo: false,
});

const show = (user) => {
  element("subject").textContent = user.profile.sub;
  element("access-token").textContent = user.access_token;
};

const attempt = (work) => async () => {
  try { await work(); } catch (error) { say(error.message); }
};

element("sign-in").addEventListener("click", attempt(async () => {
  await register();
  await manager().signinRedirect();
}));

// For a browser that runs no scripts: the address is opened there, and the answer here.
element("address").addEventListener("click", attempt(async () => {
  await register();
  const settings = manager().settings;
  const request = await new oidc.OidcClient(settings).createSigninRequest({ request_type: "si:r", prompt: settings.prompt });
  element("request").textContent = request.url;
}));

element("refresh").addEventListener("click", attempt(async () => {
  say("Refreshing");
  show(await manager().signinSilent());
  say("Refreshed");
}));

// As a client without refresh tokens does it: prompt=none in a hidden frame.
element("renew").addEventListener("click", attempt(async () => {
  say("Renewing");
  const users = manager();
  const user = await users.getUser();
  user.refresh_token = undefined;
  await users.storeUser(user);
  show(await users.signinSilent());
  say("Renewed");
}));

attempt(async () => {
  if (!query.has("state")) return;
  const user = await manager().signinRedirectCallback();
  history.replaceState(null, "", "/");
  show(user);
  say("Signed in");
})();
