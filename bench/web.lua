-- Calls for wrk: web.lua -- <path> [file of tickets [pass]]: with a ticket of the file, at random, in each request; with "pass", they are
-- passes, and the request is what a proxy asks the gate.
-- Ends with the line that measure.sh reads: requests, seconds, p50 and p99 in milliseconds, answers that were no 200, broken connections.

function init(args)
  local heads = {}
  if args[2] then
    for line in io.lines(args[2]) do
      local headers = { Host = "localhost", ["User-Agent"] = "bench" }
      if args[3] == "pass" then
        headers["X-Original-URL"] = "http://shop.example.com/open/1"
        headers["X-Original-Method"] = "GET"
        headers["X-Turnkeeper-Pass"] = line
      else
        headers["Authorization"] = "Ticket " .. line
      end
      heads[#heads + 1] = wrk.format("GET", args[1], headers)
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
