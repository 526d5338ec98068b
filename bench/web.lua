-- Calls for wrk: web.lua -- <path> [file of tickets]: with a ticket of the file, at random, in each request.
-- Ends with the line that measure.sh reads: requests, seconds, p50 and p99 in milliseconds, answers that were no 200, broken connections.

function init(args)
  local heads = {}
  if args[2] then
    for ticket in io.lines(args[2]) do
      heads[#heads + 1] = wrk.format("GET", args[1], { Host = "localhost", ["User-Agent"] = "bench", Authorization = "Ticket " .. ticket })
    end
  else
    heads[1] = wrk.format("GET", args[1], { Host = "localhost", ["User-Agent"] = "bench",
      Authorization = "Ticket " .. string.rep("x", 70) })
  end
  math.randomseed(os.time())
  request = function() return heads[math.random(#heads)] end
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format("RESULT %d %.3f %.2f %.2f %d %d", summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
