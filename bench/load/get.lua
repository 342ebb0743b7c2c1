-- GET of each path in a file, in turn.
dofile("common.lua")

function init(args)
  local requests = {}
  for i, path in ipairs(lines_of(args[1])) do
    requests[i] = wrk.format("GET", path)
  end
  request = walk(requests)
end
