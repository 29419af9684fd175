-- Visits at many windows for wrk, one thread. Arguments: hall, commands in a list, staff_no:window:token,…
--
-- A window waits for each answer before its next command: the answer, which names the clerk, puts the window's next
-- request into a queue, and the free connection takes it from there. A list holds whole visits: ids are minted here,
-- so its commands name their ticket before the centre has answered.

local threads = {}
local hall, size, run, serial
local queue, first, last = {}, 1, 0
local windows = {}

wrong = 0

function setup(thread)
  table.insert(threads, thread)
end

local function push(step)
  last = last + 1
  queue[last] = step
end

function init(args)
  hall, size = args[1], tonumber(args[2])
  math.randomseed(os.time() + os.clock() * 1e6)
  run, serial = math.random(0, 2 ^ 31 - 1), 0
  for staff, name, token in args[3]:gmatch("([^:,]+):([^:,]+):([^:,]+)") do
    windows[staff] = { name = name, headers = { ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json" } }
    push({ window = windows[staff], kind = "take" })
  end
end

local function command(kind, body, target)
  serial = serial + 1
  local own = string.format("%08x-%04x-4%03x-8000-%012x", run, math.random(0, 65535), math.random(0, 4095), serial)
  local at = target and ',"target":"' .. target .. '"' or ""
  return '{"id":"' .. own .. '","kind":"' .. kind .. '"' .. at .. ',"body":' .. body .. "}", own
end

local TAKE = '{"channel":"window"}'
local FINISH = '{"outcome":"accepted"}'

local function one(step)
  if step.kind == "take" then
    return (command("take_ticket", TAKE))
  elseif step.kind == "call" then
    return (command("call_next", '{"window":"' .. step.window.name .. '"}'))
  elseif step.kind == "welcome" then
    return (command("welcome", "{}", step.ticket))
  end
  return (command("finish", FINISH, step.ticket))
end

local function visits(window)
  local list = {}
  local here = '{"window":"' .. window.name .. '"}'
  for _ = 1, size / 4 do
    local taken, ticket = command("take_ticket", TAKE)
    list[#list + 1] = taken
    list[#list + 1] = command("call_ticket", here, ticket)
    list[#list + 1] = command("welcome", "{}", ticket)
    list[#list + 1] = command("finish", FINISH, ticket)
  end
  return table.concat(list, ",")
end

local asked = false

function request()
  -- wrk asks once before it connects, to see what a request looks like.
  local step = asked and queue[first]
  asked = true
  if not step then
    return wrk.format("GET", "/healthz")
  end
  queue[first] = nil
  first = first + 1
  local listed = size > 1 and visits(step.window) or one(step)
  local path = "/v1/halls/" .. hall .. "/commands"
  return wrk.format("POST", path, step.window.headers, '{"commands":[' .. listed .. "]}")
end

local AFTER = { ticket_taken = "call", ticket_called = "welcome", ticket_welcomed = "finish", ticket_finished = "take" }

function response(status, headers, body)
  local staff = body:match('"actor":"([^"]+)"')
  if status ~= 200 or staff == nil or body:find('"error"', 1, true) then
    wrong = wrong + 1
    return
  end
  local kind = body:match('"kind":"([^"]+)"')
  push({ window = windows[staff], kind = AFTER[kind], ticket = body:match('"ticket":"([^"]+)"') })
end

function done(summary, latency, requests)
  local lost = 0
  for _, thread in ipairs(threads) do
    lost = lost + thread:get("wrong")
  end
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  local seconds = summary.duration / 1e6
  io.write(string.format(
    "RESULT %.1f %.2f %.2f %d %d\n",
    summary.requests / seconds,
    latency:percentile(50) / 1000,
    latency:percentile(99) / 1000,
    lost,
    errors
  ))
end
