-- Introspection of each token in a file, in turn, as a homeserver or a client asks it. Arguments: file, Authorization header.
dofile("common.lua")

function init(args)
  local headers = {
    ["Authorization"] = args[2],
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Accept"] = "application/json",
  }
  local requests = {}
  for i, token in ipairs(lines_of(args[1])) do
    requests[i] = wrk.format("POST", "/oauth2/introspect", headers, "token=" .. token)
  end
  request = walk(requests)
end
