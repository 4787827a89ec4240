import TraceBytes

/// `google.rpc.Status` (google/rpc/status.proto), what `grpc-status-details-bin` holds: code and message once more, and a
/// list of details, each of a type of its own.
package struct GRPCStatusDetails: Hashable, Sendable {
    /// Field 1, `int32`; mostly that of `grpc-status`.
    package var code: Int32
    /// Field 2.
    package var message: String
    /// Field 3, in order, whatever their types.
    package var details: [GRPCDetail]

    package init(code: Int32, message: String, details: [GRPCDetail]) {
        self.code = code
        self.message = message
        self.details = details
    }

    /// Reads the message; fields that it does not have are passed over.
    package init(_ bytes: RawSpan) throws(ReadError) {
        self.init(code: 0, message: "", details: [])
        var reader = ProtobufReader(bytes)
        while let tag = try reader.nextTag() {
            switch tag.rawValue {
            // `int32` is sent with the sign in 64 bits; readers take the lower 32 (protobuf encoding, Signed Integers).
            case ProtobufTag.varint(1): code = Int32(truncatingIfNeeded: try reader.readVarint())
            case ProtobufTag.lengthDelimited(2): message = reader.bytes(in: try reader.readText()).text()
            case ProtobufTag.lengthDelimited(3): details.append(try GRPCDetail(try reader.readMessage()))
            default: try reader.skipValue(of: tag)
            }
        }
    }

    package var bytes: [UInt8] {
        var writer = ProtobufWriter()
        if code != 0 { writer.write(1, int: Int64(code)) }
        if !message.isEmpty { writer.write(2, text: message) }
        for detail in details { writer.write(3, bytes: detail.bytes) }
        return writer.bytes
    }

    /// The first detail that says when to come back.
    package var retryInfo: GRPCRetryInfo? {
        for detail in details {
            if let info = GRPCRetryInfo(detail) { return info }
        }
        return nil
    }
}

/// `google.protobuf.Any`: a message and the name of its type.
package struct GRPCDetail: Hashable, Sendable {
    /// Field 1: `type.googleapis.com/google.rpc.RetryInfo`.
    package var typeURL: String
    /// Field 2: the message in protobuf.
    package var value: [UInt8]

    package init(typeURL: String, value: [UInt8]) {
        self.typeURL = typeURL
        self.value = value
    }

    init(_ message: consuming ProtobufReader) throws(ReadError) {
        self.init(typeURL: "", value: [])
        var reader = message
        while let tag = try reader.nextTag() {
            switch tag.rawValue {
            case ProtobufTag.lengthDelimited(1): typeURL = reader.bytes(in: try reader.readText()).text()
            case ProtobufTag.lengthDelimited(2):
                value = reader.bytes(in: try reader.readLengthDelimited()).copied()
            default: try reader.skipValue(of: tag)
            }
        }
    }

    fileprivate var bytes: [UInt8] {
        var writer = ProtobufWriter()
        if !typeURL.isEmpty { writer.write(1, text: typeURL) }
        if !value.isEmpty { writer.write(2, bytes: value) }
        return writer.bytes
    }

    /// What stands behind the last slash (any.proto, `type_url`): the name of the type.
    package var typeName: Substring {
        typeURL[(typeURL.lastIndex(of: "/").map(typeURL.index(after:)) ?? typeURL.startIndex)...]
    }
}

extension GRPCStatus {
    /// A status with details, which say its code and its message once more as status.proto has it.
    package init(_ code: GRPCStatusCode, _ message: String, details: [GRPCDetail]) {
        let status = GRPCStatusDetails(code: Int32(bitPattern: code.number), message: message, details: details)
        self.init(code, message, details: status.bytes)
    }

    /// When to come back, where the details say it. Details that cannot be read say nothing.
    package var retryInfo: GRPCRetryInfo? { (try? GRPCStatusDetails(details.span.bytes))?.retryInfo }
}
