import TraceBytes

/// The body of an answer: a JSON object that names every hop of the chain behind it and the host it runs on.
///
///     {
///       "app-a": "host-1",
///       "app-b": "host-2"
///     }
enum HopBody {
    /// Keys sorted, two spaces, a line feed at the end.
    static func bytes(_ members: [JSONMember]) -> [UInt8] {
        JSONValue.object(members).serialized(indent: 2, sortedKeys: true) + [0x0a]
    }

    /// The members of an upstream's answer; nil when it is no JSON object.
    static func members(of body: [UInt8]) -> [JSONMember]? {
        (try? JSONValue(parsing: body))?.members
    }

    /// What a client gets when a hop cannot reach the next one: which hop failed, whom it called, and why.
    static func failure(hop: String, upstream: String, reason: String) -> [UInt8] {
        let detail = JSONValue.object([
            JSONMember("hop", .string(hop)), JSONMember("upstream", .string(upstream)),
            JSONMember("reason", .string(reason)),
        ])
        return JSONValue.object([JSONMember("error", detail)]).serialized(indent: 2) + [0x0a]
    }
}
