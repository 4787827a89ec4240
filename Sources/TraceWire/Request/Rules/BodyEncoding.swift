/// How a body spells its records, whatever the format: what a media type says, and what its first bytes show.
enum BodyEncoding: String, Sendable {
    case json = "JSON"
    case protobuf
    case thrift = "Thrift"

    /// What a media type without parameters says; nil of one that no exporter's server knows.
    init?(mediaType: String) {
        switch mediaType {
        case "application/json": self = .json
        case "application/x-protobuf": self = .protobuf
        case "application/x-thrift", "application/vnd.apache.thrift.binary": self = .thrift
        default: return nil
        }
    }

    /// What the media type of a format says.
    init?(_ format: WireFormat) { self.init(mediaType: format.contentType) }
}

extension CarriedPayload {
    /// What the first bytes of the content show; nil when they are of no encoding, or could be of two.
    var shownEncoding: BodyEncoding? {
        switch content.first {
        case UInt8(ascii: "["), UInt8(ascii: "{"), 0xef: .json
        // Field 1 of a protobuf message, or a line feed before JSON.
        case 0x0a: encodingBehindLineFeed
        // A list or a struct, a list of fields, a message of the binary encoding, one of the compact encoding.
        case 0x0b, 0x0c, 0x0f, 0x80, 0x82: .thrift
        default: nil
        }
    }

    private var encodingBehindLineFeed: BodyEncoding? {
        if failure == nil { return BodyEncoding(format) == .json ? .json : .protobuf }
        let first = content.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
        return first == UInt8(ascii: "[") || first == UInt8(ascii: "{") ? nil : .protobuf
    }

    var isOfZipkin: Bool {
        [ZipkinV2.json, ZipkinV2.protobuf, ZipkinV1.json, ZipkinV1.thrift].contains(format)
    }

    /// Whether it begins as RFC 1952 section 2.3.1 lets gzip begin, though no header says so: no format begins like that.
    var isUndeclaredGzip: Bool { content.starts(with: [0x1f, 0x8b]) }

    /// Whether rules about requests say already why the content cannot be read as the format: its coding cannot be taken
    /// off, it is compressed without saying so, or, of Zipkin's forms, it is in another encoding than the one that was
    /// declared. Rules about the grammar of a format keep silent then.
    public var isCarriedWrongly: Bool {
        guard contentError == nil else { return true }
        if case .grpc = format.carrier { return isNoReadableCall }
        guard export != nil else { return false }
        if isUndeclaredGzip { return true }
        guard isOfZipkin, let shown = shownEncoding, let expected = BodyEncoding(format) else { return false }
        return shown != expected
    }
}
