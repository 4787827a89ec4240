import TraceBytes

/// One request as it arrived: plain values, the body still content-encoded.
public struct ReceivedPayload: Equatable, Sendable {
    /// As spelt: `POST`.
    public var method: String
    /// The request target with its query: `/api/v2/spans`.
    public var target: String
    /// In the order and spelling of the wire.
    public var headers: HeaderFields
    /// The body after the transfer encoding (chunks) was removed, before any content encoding is.
    public var body: [UInt8]
    /// Nanoseconds since 1970 at which the last byte had arrived.
    public var arrival: Int64
    /// Counted from 0 as connections were accepted; requests of one connection share it. -1 where nobody counted.
    public var connection: Int

    public init(
        method: String = "POST", target: String, headers: HeaderFields = HeaderFields(), body: [UInt8],
        arrival: Int64 = 0, connection: Int = 0
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.arrival = arrival
        self.connection = connection
    }

    /// The target without its query.
    public var path: String { String(target.prefix { $0 != "?" }) }

    /// The values of every `Content-Encoding` field, lower-cased, in the order in which they were applied
    /// (RFC 9110 section 8.4); `identity` is left out, empty when the body is as it is.
    public var contentEncodings: [String] {
        headers.all("content-encoding")
            .flatMap { $0.valueText.split(separator: ",") }
            .map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            .filter { !$0.isEmpty && $0 != "identity" }
    }

    /// The type of the body, lower-cased and without parameters: `application/json`; nil when not declared.
    public var mediaType: String? {
        headers.text("content-type").map { value in
            value.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
        }
    }
}
