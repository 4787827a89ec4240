import TraceBytes
import TraceWire

/// A payload that is to be judged: a recorded request or datagram, or bytes alone.
public struct SubmittedPayload: Sendable {
    /// What people call it: `run/003.bin`, `request 3`.
    public var source: String
    /// As it was carried; of bytes alone nil.
    public var request: ReceivedPayload?
    /// The body as it came, also of a request.
    public var body: [UInt8]
    /// The port to which it was sent; nil when unknown.
    public var port: UInt16?
    /// The format; nil when the carrier or the bytes are to tell.
    public var format: WireFormat?
    /// Why it cannot be judged, where that is known beforehand.
    public var obstacle: String?

    public init(
        _ body: [UInt8], source: String, request: ReceivedPayload? = nil, port: UInt16? = nil,
        format: WireFormat? = nil
    ) {
        self.body = body
        self.source = source
        self.request = request
        self.port = port
        self.format = format
    }

    /// The body without its content codings; of bytes alone, gzip is told by its first bytes.
    func content(limits: DecodingLimits) -> Result<[UInt8], ContentError> {
        let carried = request ?? ReceivedPayload(target: "", headers: Self.codings(of: body), body: body)
        do throws(ContentError) {
            return .success(try carried.content(limits: limits))
        } catch {
            return .failure(error)
        }
    }

    /// RFC 1952 section 2.3.1: no payload of any format begins with these bytes.
    private static func codings(of body: [UInt8]) -> HeaderFields {
        var fields = HeaderFields()
        if body.starts(with: [0x1f, 0x8b]) { fields.append("content-encoding", "gzip") }
        return fields
    }
}
