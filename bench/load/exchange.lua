-- Exchanges codes, each once. Arguments: file with the codes, client id, redirect URI, code verifier.
dofile("common.lua")

local headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
local codes, rest = {}, nil

function init(args)
  rest = "&client_id=" .. args[2] .. "&redirect_uri=" .. args[3] .. "&code_verifier=" .. args[4]
  local all = lines_of(args[1])
  local share = math.floor(#all / thread_count)
  for i = 1, share do
    codes[i] = all[thread_number * share + i]
  end
end

function request()
  local code = table.remove(codes) or "none-left" -- which is refused, and so counted
  return wrk.format("POST", "/oauth2/token", headers, "grant_type=authorization_code&code=" .. code .. rest)
end
