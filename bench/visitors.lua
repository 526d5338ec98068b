-- Calls of visitors for wrk: visitors.lua -- <path and query, up to the visitor's number> <any|next> <visitors> [first]
-- any: one of 1..visitors at random. next: one after the other from first on (of one thread), beginning again after the last.
-- Ends with one line for ./run: requests, seconds, p50 and p99 in milliseconds, answers that were no 200, broken connections.

local thread_number = 0

function setup(thread)
  thread_number = thread_number + 1
  thread:set("seed", thread_number)
end

function init(args)
  local template = wrk.format("GET", args[1] .. "@", { Host = "localhost", ["User-Agent"] = "bench" })
  local at = template:find("@", 1, true)
  head, tail = template:sub(1, at - 1), template:sub(at + 1)
  visitors = tonumber(args[3])
  visitor = tonumber(args[4] or 1) - 1
  math.randomseed(os.time() * 16 + seed)
  if args[2] == "next" then
    request = function()
      visitor = visitor % visitors + 1
      return head .. visitor .. tail
    end
  else
    request = function()
      return head .. math.random(visitors) .. tail
    end
  end
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format("RESULT %d %.3f %.2f %.2f %d %d", summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
