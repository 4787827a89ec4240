import TraceWire

/// What the name of a file says of the payload in it: `003.bin`, `upper-case.zipkin-v2.json`, `span.otlp-protobuf.hex`.
public struct PayloadFileName: Hashable, Sendable {
    /// The format that the name bears before its extension; nil when it bears none.
    public let format: WireFormat?
    public let spelling: Spelling

    /// How the file spells the bytes.
    public enum Spelling: Hashable, Sendable {
        /// As they are.
        case bytes
        /// As pairs of hexadecimal digits; white space is for the eye, and lines that begin with `#` are for readers.
        case hexadecimal
    }

    /// nil when the file holds no payload.
    public init?(_ name: String) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, let last = parts.last, !name.hasSuffix(".meta.json") else { return nil }
        switch last {
        case "json", "pb", "thrift", "bin": spelling = .bytes
        case "hex": spelling = .hexadecimal
        default: return nil
        }
        let named = parts.count > 2 ? String(parts[parts.count - 2]) : ""
        format = WireFormat.named(named)
        // What lies beside recorded payloads and describes them.
        if format == nil, ["expected.json", "wire.json", "diff.json", "harness.json"].contains(name) { return nil }
    }

    /// The payload that a file spells; nil when it is not spelt as its name says.
    public func payload(of file: [UInt8]) -> [UInt8]? {
        guard spelling == .hexadecimal else { return file }
        var nibbles: [UInt8] = []
        for line in file.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
            for byte in line where ![0x20, 0x09, 0x0d].contains(byte) {
                guard let nibble = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
                nibbles.append(UInt8(truncatingIfNeeded: nibble))
            }
        }
        guard nibbles.count.isMultiple(of: 2) else { return nil }
        // `index + 1` stays below the count, which is even.
        return stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
    }

    /// The name of the description beside it: `003.meta.json`, `upper-case.zipkin-v2.meta.json`.
    public static func description(of name: String) -> String {
        let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name[...]
        return "\(stem).meta.json"
    }
}
