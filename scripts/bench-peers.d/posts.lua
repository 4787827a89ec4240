-- wrk sends the bodies of the file BODIES in turns; their lengths stand in BODIES.lengths.
local requests, number = {}, 0

function init()
    local path = os.getenv("BODIES")
    local file = assert(io.open(path, "rb"))
    local headers = { ["Content-Type"] = "application/x-protobuf" }
    for length in io.lines(path .. ".lengths") do
        requests[#requests + 1] = wrk.format("POST", nil, headers, file:read(tonumber(length)))
    end
    file:close()
end

function request()
    number = number % #requests + 1
    return requests[number]
end
