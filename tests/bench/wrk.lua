-- Sends the requests of a file one after the other, from the start again at its end, and reports in JSON.
-- The file holds requests byte by byte, each with a zero behind it.

local requests = {}
local at = 0

function init(args)
  local file = assert(io.open(args[1], "rb"))
  local text = file:read("*a")
  file:close()
  local start = 1
  while start <= #text do
    local stop = assert(string.find(text, "\0", start, true))
    requests[#requests + 1] = string.sub(text, start, stop - 1)
    start = stop + 1
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"requests": %d, "microseconds": %d, "bytes": %d, "p50": %d, "p99": %d, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration, summary.bytes, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout
  ))
end
