-- GET of each path in a file, in turn. Arguments: file, and a Cookie header if one is needed.
dofile("common.lua")

function init(args)
  local headers = args[2] and { ["Cookie"] = args[2] } or nil
  local requests = {}
  for i, path in ipairs(lines_of(args[1])) do
    requests[i] = wrk.format("GET", path, headers)
  end
  request = walk(requests)
end
