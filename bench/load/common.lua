-- What all loads share: a line of a file as a table, the part of it that one thread takes, and the result as JSON.
local counter = 0

function setup(thread)
  thread:set("thread_number", counter)
  counter = counter + 1
  thread:set("thread_count", tonumber(os.getenv("WRK_THREADS")))
end

function lines_of(path)
  local lines = {}
  for line in io.lines(path) do
    lines[#lines + 1] = line
  end
  return lines
end

-- Walks through requests that were built beforehand, each thread from a place of its own.
function walk(requests)
  local position = math.floor(#requests * thread_number / thread_count)
  return function()
    position = position % #requests + 1
    return requests[position]
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"requests":%d,"microseconds":%d,"bytes":%d,"errors":%d,"p50":%d,"p99":%d}\n',
    summary.requests, summary.duration, summary.bytes,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
