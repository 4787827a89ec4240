import TraceBytes

/// A status as header fields (gRPC, PROTOCOL-HTTP2.md, Responses): in the trailers, or in the header fields of an answer
/// that has nothing else ("Trailers-Only").
extension GRPCStatus {
    private static let codeName = "grpc-status"
    private static let messageName = "grpc-message"
    private static let detailsName = "grpc-status-details-bin"

    /// Adds the fields of this status; those without content are left out, as "[Status-Message]" allows.
    package func append(to fields: inout HeaderFields) {
        fields.append(Self.codeName, "\(code.number)")
        if !message.isEmpty { fields.append(Self.messageName, GRPCPercentEncoding.encode(message)) }
        // Binary values are sent without padding ("should emit un-padded values").
        if !details.isEmpty { fields.append(Self.detailsName, unpaddedBase64Text(details)) }
    }

    /// The status that these fields state; nil where they state none.
    ///
    /// What is no decimal number "without any leading zeros", or stands there twice, is ``GRPCStatusCode/unknown`` with a
    /// text that says so (statuscodes.md, "Error parsing returned status"). Details that are no base64 are as if they were
    /// not there: the status itself is known.
    package init?(in fields: HeaderFields) {
        guard let (value, count) = fields.firstValue(Self.codeName) else { return nil }
        guard count == 1 else {
            self.init(.unknown, "\(count) fields grpc-status")
            return
        }
        guard let number = Self.number(value) else {
            let text = String(decoding: value, as: UTF8.self)
            self.init(.unknown, "grpc-status is \"\(text)\", not a decimal number without leading zeros")
            return
        }
        let message = fields.first(Self.messageName).map { GRPCPercentEncoding.decode($0.value) }
        let details = fields.first(Self.detailsName).flatMap { base64Bytes($0.value.span.bytes) }
        self.init(GRPCStatusCode(number), message ?? "", details: details ?? [])
    }

    private static func number(_ text: ArraySlice<UInt8>) -> UInt32? {
        guard let first = text.first, first != UInt8(ascii: "0") || text.count == 1,
            text.allSatisfy({ HTTP1Grammar.isDigit($0) })
        else { return nil }
        return UInt32(String(decoding: text, as: UTF8.self))
    }
}

/// Base64 as gRPC sends it (PROTOCOL-HTTP2.md, Custom-Metadata): `[1, 2]` is `AQI`.
func unpaddedBase64Text(_ bytes: [UInt8]) -> String {
    String(base64Text(bytes).prefix { $0 != "=" })
}
