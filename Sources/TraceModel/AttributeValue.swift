/// The value of an attribute: OTLP's `AnyValue`. Zipkin tags are always strings.
public enum AttributeValue: Hashable, Sendable {
    case string(String)
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case bytes([UInt8])
    case array([AttributeValue])
    /// In the order of the wire; keys may repeat.
    case map([Attribute])
    /// A value with no member set.
    case empty
}

/// A key with its value. Lists of attributes keep order and duplicates, so that rules can see them.
public struct Attribute: Hashable, Sendable {
    public var key: String
    public var value: AttributeValue

    public init(_ key: String, _ value: AttributeValue) {
        self.key = key
        self.value = value
    }
}

extension AttributeValue: CustomStringConvertible {
    /// The text that a format with string values alone carries: `true`, `42`, `0.25`, JSON for lists and maps.
    public var description: String {
        switch self {
        case .string(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .double(let number): String(number)
        case .bytes(let bytes): "0x" + bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        case .array(let values): "[" + values.map(\.description).joined(separator: ",") + "]"
        case .map(let entries): "{" + entries.map { "\($0.key):\($0.value)" }.joined(separator: ",") + "}"
        case .empty: ""
        }
    }
}

extension [Attribute] {
    /// The value of the first attribute with this key.
    public subscript(key: String) -> AttributeValue? { first { $0.key == key }?.value }
}
