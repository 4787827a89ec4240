import TraceBytes

extension OTLPValue {
    /// How many characters or bytes of a value are shown.
    private static let shown = 64

    /// `"GET"`, `7`, `bytes 00ff`, `an object`.
    var described: String {
        switch self {
        case .text(let text): "\"\(Self.shortened(text))\""
        case .octets(let octets):
            "bytes \(hexDigits(octets.prefix(Self.shown / 2)))\(octets.count > Self.shown / 2 ? "…" : "")"
        case .number(let spelling): Self.shortened(spelling)
        case .bool(let flag): flag ? "true" : "false"
        case .null: "null"
        case .varint(let bits), .fixed64(let bits): "\(bits)"
        case .fixed32(let bits): "\(bits)"
        case .message: "an object"
        case .list(let elements):
            elements.count == 1 ? "an array of 1 element" : "an array of \(elements.count) elements"
        case .other(let spelling, nil): Self.shortened(String(decoding: spelling, as: UTF8.self))
        case .other(_, let wireType?): wireType.described
        }
    }

    private static func shortened(_ text: String) -> String {
        text.count > shown ? "\(text.prefix(shown))…" : text
    }
}

extension ProtobufWireType {
    /// `fixed64 (wire type 1)`.
    var described: String { "\(self) (wire type \(rawValue))" }
}
