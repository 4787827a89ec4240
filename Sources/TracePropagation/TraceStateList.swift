import TraceModel

/// The list that `tracestate` carries: `rojo=00f067aa0ba902b7,congo=t61rcWkgMzE`.
enum TraceStateList {
    struct Refusal: Error {
        let flaw: WireFlaw
    }

    /// The members of all fields of the name, joined in order. One bad member refuses the list: a receiver cannot know
    /// where the next one begins. Members of one key are kept as they came.
    static func read(_ fields: [ArraySlice<UInt8>]) -> Result<[TraceStateMember], Refusal> {
        var members: [TraceStateMember] = []
        for field in fields {
            for part in field.split(separator: 0x2c) {
                let text = trimmed(part)
                // Level 2: empty members are allowed, and mean nothing.
                if text.isEmpty { continue }
                guard let member = member(text) else {
                    return refuse("members key=value of the Level 2 grammar", quoted(text))
                }
                guard members.count < TraceStateGrammar.memberLimit else {
                    return refuse("at most \(TraceStateGrammar.memberLimit) members", "more")
                }
                members.append(member)
            }
        }
        return .success(members)
    }

    /// One header value for the members: those that the grammar refuses are left out, and of the rest the left-most 32
    /// are kept, since the right-most are the oldest (section 3.3.1.5).
    static func text(_ members: [TraceStateMember]) -> String {
        members.lazy.filter {
            TraceStateGrammar.isKey(Array($0.key.utf8)[...]) && TraceStateGrammar.isValue(Array($0.value.utf8)[...])
        }
        .prefix(TraceStateGrammar.memberLimit).map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    }

    private static func member(_ text: ArraySlice<UInt8>) -> TraceStateMember? {
        guard let equals = text.firstIndex(of: 0x3d) else { return nil }
        let key = text[..<equals]
        let value = text[equals...].dropFirst()
        guard TraceStateGrammar.isKey(key), TraceStateGrammar.isValue(value) else { return nil }
        return TraceStateMember(String(decoding: key, as: UTF8.self), String(decoding: value, as: UTF8.self))
    }

    private static func refuse(_ expected: String, _ actual: String) -> Result<[TraceStateMember], Refusal> {
        .failure(
            Refusal(flaw: WireFlaw(.grammar, at: "tracestate", expected: expected, actual: actual, isFatal: false)))
    }
}
