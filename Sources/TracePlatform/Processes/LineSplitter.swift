/// Cuts a stream of bytes into lines, whatever the sizes of the pieces in which it comes.
package struct LineSplitter: Sendable {
    /// The longest line, in bytes: what comes without an end of line for longer is cut there.
    package let limit: Int
    private var pending: [UInt8] = []

    package init(limit: Int = 64 << 10) { self.limit = max(limit, 1) }

    /// Takes the next bytes; returns the lines that they complete, without `\n` or `\r\n`.
    package mutating func received(_ bytes: [UInt8]) -> [String] {
        var lines: [String] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let room = rest.prefix(limit - pending.count)
            if let end = room.firstIndex(of: UInt8(ascii: "\n")) {
                pending += room[..<end]
                lines.append(takeLine())
                rest = rest[(end + 1)...]
            } else {
                pending += room
                rest = rest[room.endIndex...]
                if pending.count >= limit { lines.append(takeLine()) }
            }
        }
        return lines
    }

    /// The last line, where the stream ended without an end of line; `nil` for none.
    package mutating func ended() -> String? { pending.isEmpty ? nil : takeLine() }

    private mutating func takeLine() -> String {
        if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
        defer { pending.removeAll(keepingCapacity: true) }
        return String(decoding: pending, as: UTF8.self)
    }
}
