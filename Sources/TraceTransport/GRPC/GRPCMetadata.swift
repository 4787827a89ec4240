import TraceBytes

/// What a call or an answer carries for the application (gRPC, PROTOCOL-HTTP2.md, Custom-Metadata): header fields in the
/// order and the spelling in which they came or go.
///
/// A name that ends with `-bin` has values in base64; they are kept as they came and decoded when asked for.
package struct GRPCMetadata: Sendable, Equatable {
    package private(set) var fields: HeaderFields

    /// Nothing.
    package init() { fields = HeaderFields() }

    /// Of received fields those that are not the call's own. `user-agent` is one that libraries hand on, so it stays.
    package init(received fields: HeaderFields) {
        self.fields = HeaderFields()
        for field in fields where !Self.isOfCall(field) { self.fields.append(field) }
    }

    /// Each in its order, none unchecked.
    package init(_ fields: [(String, String)]) throws(GRPCMetadataError) {
        self.init()
        for (name, value) in fields { try add(name, value) }
    }

    // MARK: Reading

    /// The values of a name as they came, in their order.
    package func values(_ name: String) -> [String] { fields.all(name).map { $0.valueText } }

    /// The decoded values of a name that ends with `-bin`, in their order; nil in the place of one that is no base64.
    ///
    /// Padded and unpadded ones are read, and values that were joined by commas are told apart first ("Implementations must
    /// split Binary-Headers on "," before decoding").
    package func binaryValues(_ name: String) -> [[UInt8]?] {
        fields.all(name).flatMap { field in
            field.value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
                .map { base64Bytes(HTTP1Grammar.trimmed($0).span.bytes) }
        }
    }

    // MARK: Writing

    /// Adds a field with a text: one or more characters from 0x20 to 0x7e ("ASCII-Value"), no space at either end.
    package mutating func add(_ name: String, _ value: String) throws(GRPCMetadataError) {
        try Self.requireName(name, isBinary: false)
        guard !value.isEmpty, value.utf8.allSatisfy({ (0x20...0x7e).contains($0) }), value.first != " ",
            value.last != " "
        else { throw .value(name, value) }
        fields.append(name, value)
    }

    /// Adds a field with any bytes; its name ends with `-bin`.
    package mutating func add(_ name: String, bytes: [UInt8]) throws(GRPCMetadataError) {
        try Self.requireName(name, isBinary: true)
        fields.append(name, unpaddedBase64Text(bytes))
    }

    private static func requireName(_ name: String, isBinary: Bool) throws(GRPCMetadataError) {
        // "Header-Name → 1*( %x30-39 / %x61-7A / "_" / "-" / ".")"
        let isName = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte) || [0x5f, 0x2d, 0x2e].contains(byte)
        }
        guard isName, !name.isEmpty else { throw .name(name) }
        guard !name.hasPrefix("grpc-"), !ofCall.contains(name), !ofConnection.contains(name) else {
            throw .reservedName(name)
        }
        guard name.hasSuffix("-bin") == isBinary else { throw isBinary ? .notBinary(name) : .binary(name) }
    }

    // MARK: Names

    /// The fields of "Call-Definition" and of "Response-Headers", and `host`, in which `:authority` stands.
    private static let ofCall: Set<String> = ["host", "te", "content-type", "user-agent"]
    private static let listed: Set<String> = [
        "grpc-timeout", "grpc-encoding", "grpc-accept-encoding", "grpc-message-type", "grpc-status", "grpc-message",
        "grpc-status-details-bin",
    ]
    /// Never in HTTP/2 (RFC 9113 section 8.2.2).
    private static let ofConnection: Set<String> = [
        "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade",
    ]

    /// Names that begin with `grpc-` and are not listed are reserved, but sent (`grpc-trace-bin`): they stay.
    private static func isOfCall(_ field: HeaderField) -> Bool {
        let name = field.nameText.lowercased()
        return listed.contains(name) || ofCall.contains(name) && name != "user-agent"
    }
}

/// Why a field cannot be metadata that is sent.
package enum GRPCMetadataError: Error, Hashable, Sendable {
    /// Empty, or with a character that is none of 0-9, a-z, `_`, `-` and `.`.
    case name(String)
    /// The call's own, the connection's own, or kept for gRPC ("Header names starting with "grpc-" … are reserved").
    case reservedName(String)
    /// A text under a name that ends with `-bin`.
    case binary(String)
    /// Bytes under a name that does not.
    case notBinary(String)
    /// Empty, with space at an end, or with a character that is not visible ASCII.
    case value(String, String)
}

extension GRPCMetadataError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .name(let name): "\"\(name)\" is no name of metadata: 0-9, a-z, _, - and . are allowed"
        case .reservedName(let name): "\(name) is not free to be metadata"
        case .binary(let name): "\(name) ends with -bin, so its value is bytes"
        case .notBinary(let name): "\(name) has bytes as its value, so its name must end with -bin"
        case .value(let name, let value):
            "\"\(value)\" cannot be the value of \(name): it must be visible ASCII, with spaces inside only"
        }
    }
}
