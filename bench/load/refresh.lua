-- Refreshes, each with the token that an earlier answer brought. Arguments: file with the first tokens, client id.
-- A thread cannot tell its connections apart, so they share its tokens; each token is presented once.
dofile("common.lua")

local headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
local tokens, client = {}, nil

function init(args)
  client = args[2]
  local all = lines_of(args[1])
  local share = math.floor(#all / thread_count)
  for i = 1, share do
    tokens[i] = all[thread_number * share + i]
  end
end

function request()
  local token = table.remove(tokens) or "none-left" -- which is refused, and so counted
  return wrk.format("POST", "/oauth2/token", headers, "grant_type=refresh_token&client_id=" .. client .. "&refresh_token=" .. token)
end

function response(status, _, body)
  local token = string.match(body, '"refresh_token":"([^"]+)"')
  if status == 200 and token then
    tokens[#tokens + 1] = token
  end
end
