-- For wrk: the requests of the file KIOSK_ASKS, one after the other, from the one that KIOSK_ASKS_FROM counts to. A line
-- of it is a method, a path, a token and a body, with tabs between.
local requests, n = {}, tonumber(os.getenv("KIOSK_ASKS_FROM"))

function init()
    for line in io.lines(os.getenv("KIOSK_ASKS")) do
        local method, path, token, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
        local headers = {}
        if token ~= "" then headers["Authorization"] = "Bearer " .. token end
        if body ~= "" then headers["Content-Type"] = "application/json" else body = nil end
        requests[#requests + 1] = wrk.format(method, path, headers, body)
    end
end

function request()
    n = n + 1
    return requests[(n - 1) % #requests + 1]
end
