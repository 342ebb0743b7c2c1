-- Introspection of each token in a file, in turn, as the homeserver asks it. Arguments: file, homeserver secret.
dofile("common.lua")

function init(args)
  local headers = {
    ["Authorization"] = "Bearer " .. args[2],
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Accept"] = "application/json",
  }
  local requests = {}
  for i, token in ipairs(lines_of(args[1])) do
    requests[i] = wrk.format("POST", "/oauth2/introspect", headers, "token=" .. token)
  end
  request = walk(requests)
end
