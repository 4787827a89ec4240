import TraceModel

/// What ids are called in a snapshot: `trace-1`, and by their places in the tree `span-1`, `span-1.2`.
package struct SnapshotNames {
    /// By the hexadecimal digits of ids.
    private var names: [String: String] = [:]

    package init() {}

    subscript(id: TraceID) -> String? { names[id.hex] }
    subscript(id: SpanID) -> String? { names[id.hex] }

    mutating func name(_ id: TraceID, _ name: String) {
        names[id.hex] = name
        // As 64-bit systems and some logs write it.
        names[String(id.hex.suffix(16))] = name
    }

    mutating func name(_ id: SpanID, _ name: String) { names[id.hex] = name }

    /// A text with names in place of the ids in it: runs of 32 or 16 hexadecimal digits, in any case.
    func replacingIDs(in text: String) -> String {
        guard text.utf8.count >= 16 else { return text }
        var output: [UInt8] = []
        var run: [UInt8] = []
        func flush() {
            let digits = String(decoding: run, as: UTF8.self)
            output += (names[digits.lowercased()] ?? digits).utf8
            run = []
        }
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x61...0x66, 0x41...0x46: run.append(byte)
            default:
                flush()
                output.append(byte)
            }
        }
        flush()
        return String(decoding: output, as: UTF8.self)
    }
}
