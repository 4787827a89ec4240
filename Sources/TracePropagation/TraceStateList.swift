import TraceModel

/// The list that `tracestate` carries: `rojo=00f067aa0ba902b7,congo=t61rcWkgMzE`; the grammar is that of Level 2.
enum TraceStateList {
    /// W3C Trace Context section 3.3.1.1: "There can be a maximum of 32 list-members in a list."
    static let memberLimit = 32
    static let keyLimit = 256
    static let valueLimit = 256

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
                guard members.count < memberLimit else { return refuse("at most \(memberLimit) members", "more") }
                members.append(member)
            }
        }
        return .success(members)
    }

    /// One header value for the members: those that the grammar refuses are left out, and of the rest the left-most 32
    /// are kept, since the right-most are the oldest (section 3.3.1.5).
    static func text(_ members: [TraceStateMember]) -> String {
        members.lazy.filter { isKey(Array($0.key.utf8)[...]) && isValue(Array($0.value.utf8)[...]) }
            .prefix(memberLimit).map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    }

    private static func member(_ text: ArraySlice<UInt8>) -> TraceStateMember? {
        guard let equals = text.firstIndex(of: 0x3d) else { return nil }
        let key = text[..<equals]
        let value = text[equals...].dropFirst()
        guard isKey(key), isValue(value) else { return nil }
        return TraceStateMember(String(decoding: key, as: UTF8.self), String(decoding: value, as: UTF8.self))
    }

    /// A letter or digit, then up to 255 of letters, digits, `_`, `-`, `*`, `/`, `@`; letters in lower case.
    private static func isKey(_ key: ArraySlice<UInt8>) -> Bool {
        guard let first = key.first, key.count <= keyLimit, isLowerAlphanumeric(first) else { return false }
        return key.allSatisfy { isLowerAlphanumeric($0) || [0x5f, 0x2d, 0x2a, 0x2f, 0x40].contains($0) }
    }

    /// 1 to 256 of the printable ASCII characters but `,` and `=`, the last one no space.
    private static func isValue(_ value: ArraySlice<UInt8>) -> Bool {
        guard let last = value.last, last != 0x20, value.count <= valueLimit else { return false }
        return value.allSatisfy { (0x20...0x7e).contains($0) && $0 != 0x2c && $0 != 0x3d }
    }

    private static func isLowerAlphanumeric(_ byte: UInt8) -> Bool {
        (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte)
    }

    private static func refuse(_ expected: String, _ actual: String) -> Result<[TraceStateMember], Refusal> {
        .failure(
            Refusal(flaw: WireFlaw(.grammar, at: "tracestate", expected: expected, actual: actual, isFatal: false)))
    }
}
