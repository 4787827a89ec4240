import TraceBytes

/// One request as it arrived: plain values, the body still content-encoded.
public struct ReceivedPayload: Equatable, Sendable {
    /// As spelt: `POST`.
    public var method: String
    /// The request target with its query: `/api/v2/spans`.
    public var target: String
    /// In the order and spelling of the wire; of HTTP/2 without the pseudo-header fields, `:authority` as `host`.
    public var headers: HeaderFields
    /// All fields of a request over HTTP/2 as they were decompressed, pseudo-header fields among them; nil for HTTP/1.
    public var http2Fields: HeaderFields?
    /// Why it did not become a request: the rest is what had come until then, which may be nothing. Nil of whole requests.
    public var brokenRule: BrokenHTTP2Rule?
    /// The body after the transfer encoding (chunks) was removed, before any content encoding is.
    public var body: [UInt8]
    /// Nanoseconds since 1970 at which the last byte had arrived.
    public var arrival: Int64
    /// Counted from 0 as connections were accepted; requests of one connection share it. -1 where nobody counted.
    public var connection: Int

    public init(
        method: String = "POST", target: String, headers: HeaderFields = HeaderFields(), body: [UInt8],
        arrival: Int64 = 0, connection: Int = 0, http2Fields: HeaderFields? = nil
    ) {
        self.http2Fields = http2Fields
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.arrival = arrival
        self.connection = connection
    }

    /// A request over HTTP/2 of its fields, or what had come of one.
    public init(
        http2 fields: HeaderFields, body: [UInt8], arrival: Int64 = 0, connection: Int = 0,
        brokenRule: BrokenHTTP2Rule? = nil
    ) {
        var (method, target, authority) = ("", "", nil as String?)
        var headers = HeaderFields()
        for field in fields {
            switch field.nameText {
            case ":method": method = field.valueText
            case ":path": target = field.valueText
            case ":authority": authority = field.valueText
            default: if field.name.first != UInt8(ascii: ":") { headers.append(field) }
            }
        }
        // RFC 9113 section 8.3.1.
        if let authority, !headers.contains("host") { headers.append("host", authority) }
        self.init(
            method: method, target: target, headers: headers, body: body, arrival: arrival, connection: connection,
            http2Fields: fields)
        self.brokenRule = brokenRule
    }

    /// Whether it came as a datagram, which has neither method nor fields.
    public var isDatagram: Bool { method.isEmpty && http2Fields == nil }

    /// The target without its query.
    public var path: String {
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return target }
        return String(target[..<mark])
    }

    /// The values of every `Content-Encoding` field, lower-cased, in the order in which they were applied
    /// (RFC 9110 section 8.4); `identity` is left out, empty when the body is as it is.
    public var contentEncodings: [String] {
        guard headers.contains("content-encoding") else { return [] }
        return headers.all("content-encoding")
            .flatMap { $0.value.split(separator: UInt8(ascii: ",")) }
            .map(Self.token)
            .filter { !$0.isEmpty && $0 != "identity" }
    }

    /// The type of the body, lower-cased and without parameters: `application/json`; nil when not declared.
    public var mediaType: String? {
        headers.first("content-type").map { Self.token($0.value.prefix { $0 != UInt8(ascii: ";") }) }
    }

    /// Whether it is a call of gRPC: over HTTP/2, and of gRPC's type, with or without the encoding of its messages behind it
    /// (gRPC, PROTOCOL-HTTP2.md, Requests). The body is then its messages, each with its prefix.
    public var isGRPC: Bool {
        guard http2Fields != nil else { return false }
        // Mostly it is spelt like this, and nothing stands behind it.
        let spelt = headers.firstValue("content-type", beginsWith: "application/grpc")
        if spelt.begins, spelt.next == nil { return true }
        guard let declared = headers.first("content-type")?.value else { return false }
        let type = "application/grpc".utf8
        guard declared.count >= type.count, equalsIgnoringASCIICase(declared.prefix(type.count), type) else {
            return false
        }
        guard let next = declared.dropFirst(type.count).first else { return true }
        return next == UInt8(ascii: "+") || next == UInt8(ascii: ";") || Self.isWhiteSpace(next)
    }

    /// Whether ``mediaType`` is this one, which is in lower case: asked of every request, so that no text is made.
    func declares(_ type: String) -> Bool {
        guard let declared = headers.first("content-type")?.value else { return false }
        // Mostly it is spelt like this, without white space and parameters.
        let isSpelt = type.utf8.withContiguousStorageIfAvailable { declared.span.bytes.equals($0.span.bytes) }
        if isSpelt == true { return true }
        return Self.token(declared.prefix { $0 != UInt8(ascii: ";") }) == type
    }

    /// What a field says of the body, in lower case; white space has no meaning in it.
    private static func token(_ value: ArraySlice<UInt8>) -> String {
        String(decoding: value.lazy.filter { !isWhiteSpace($0) }.map(asciiLowercased), as: UTF8.self)
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
