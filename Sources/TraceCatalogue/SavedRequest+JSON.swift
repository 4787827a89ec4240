import TraceBytes
import TraceWire

extension SavedRequest {
    /// The description of a request as `harness record` writes it.
    public var json: [UInt8] {
        var members = carrier
        if let port { members.append(JSONMember(request.isDatagram ? "udpPort" : "port", .number(port))) }
        if request.connection >= 0 { members.append(JSONMember("connection", .number(request.connection))) }
        members.append(JSONMember("arrival_unix_nanos", .string(String(request.arrival))))
        if let format { members.append(JSONMember("format", .string(format.name))) }
        return JSONValue.object(members).serialized(indent: 1) + [UInt8(ascii: "\n")]
    }

    private var carrier: [JSONMember] {
        if request.isDatagram { return [JSONMember("transport", .string("udp"))] }
        guard let fields = request.http2Fields else {
            return [
                JSONMember("transport", .string("http1")), JSONMember("method", .string(request.method)),
                JSONMember("path", .string(request.target)), JSONMember("headers", Self.pairs(request.headers)),
            ]
        }
        var members = [JSONMember("transport", .string("http2")), JSONMember("headers", Self.pairs(fields))]
        if let broken = request.brokenRule {
            members.append(JSONMember("violation", .string(broken.rule)))
            if !broken.found.isEmpty { members.append(JSONMember("violation_found", .string(broken.found))) }
        }
        return members
    }

    private static func pairs(_ fields: HeaderFields) -> JSONValue {
        .array(fields.map { .array([.string($0.nameText), .string($0.valueText)]) })
    }
}
