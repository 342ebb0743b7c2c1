-- Tokens for a client itself. Arguments: its Authorization header.
dofile("common.lua")

function init(args)
  local headers = { ["Authorization"] = args[1], ["Content-Type"] = "application/x-www-form-urlencoded" }
  local body = "grant_type=client_credentials"
  request = walk({ wrk.format("POST", "/oauth2/token", headers, body) })
end
