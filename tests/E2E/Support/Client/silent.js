// In the hidden frame: hands the answer to the page around it.
new oidc.UserManager({ authority: "unused", client_id: "unused", redirect_uri: location.origin + "/" }).signinSilentCallback();
