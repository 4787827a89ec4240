import TraceBytes
import TraceWire

/// The description beside a recorded payload, `003.meta.json` beside `003.bin`: how it was carried.
///
/// ```json
/// {"transport": "http1", "method": "POST", "path": "/v1/traces", "headers": [["Content-Type", "application/json"]],
///  "connection": 0, "arrival_unix_nanos": "1700000000123456789", "format": "otlp-json"}
/// ```
/// `transport` is `http1`, `http2` (then `headers` has the pseudo-header fields, too, and no other member says what they say),
/// `udp` (then `udpPort` is the port to which it was sent), or `grpc`: then the file beside it is one message, whose format
/// `protocol` names (`otlp`, `jaeger`), and which is judged without its carrier. Members that are not known are passed over;
/// `connection`, `arrival_unix_nanos` and `format` may be absent.
public struct SavedRequest: Equatable, Sendable {
    /// Without its body.
    public var request: ReceivedPayload
    public var port: UInt16?
    /// The format under which it was received.
    public var format: WireFormat?
    /// A message of gRPC: how it was carried is not read.
    public var isMessageOfGRPC = false

    public init(_ request: ReceivedPayload, port: UInt16? = nil, format: WireFormat? = nil) {
        self.request = request
        self.port = port
        self.format = format
    }

    /// Why a description is none.
    public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String
    }
}

extension SavedRequest {
    /// Reads a description.
    public init(parsing bytes: [UInt8]) throws(Problem) {
        let value: JSONValue
        do throws(ReadError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw Problem(description: "not JSON: \(error)")
        }
        guard case .object = value else { throw Problem(description: "expected an object") }
        let headers = try Self.headers(value)
        let isDatagram = value["transport"]?.text == "udp"
        isMessageOfGRPC = value["transport"]?.text == "grpc"
        if value["transport"]?.text == "http2" {
            request = try Self.requestOverHTTP2(value, headers)
        } else {
            guard isDatagram || isMessageOfGRPC || value["path"]?.text != nil else {
                throw Problem(description: "path: expected a text")
            }
            request = ReceivedPayload(
                method: isDatagram ? "" : value["method"]?.text ?? "POST", target: value["path"]?.text ?? "",
                headers: headers, body: [])
        }
        request.arrival = value["arrival_unix_nanos"]?.text.flatMap { Int64($0) } ?? 0
        request.connection = value["connection"]?.integer.flatMap { Int(exactly: $0) } ?? -1
        port = (value[isDatagram ? "udpPort" : "port"]?.integer).flatMap { UInt16(exactly: $0) }
        format = value["format"]?.text.flatMap(WireFormat.named)
        guard isMessageOfGRPC else { return }
        switch value["protocol"]?.text {
        // OTLP's message is the body of a POST, too (OTLP specification, Binary Protobuf Encoding).
        case "otlp": format = OTLP.protobuf
        case "jaeger": format = Jaeger.grpc
        default: break
        }
    }

    /// `headers` has the pseudo-header fields too, `:method` and `:path` among them, and the file beside it is the DATA as it
    /// came. Of what is no request, `violation` is the rule of HTTP/2 that it broke; the rest is what had come until then.
    private static func requestOverHTTP2(_ value: JSONValue, _ fields: HeaderFields) throws(Problem) -> ReceivedPayload
    {
        let broken = value["violation"]?.text.map { rule in
            BrokenHTTP2Rule(rule, found: value["violation_found"]?.text ?? "")
        }
        guard broken != nil || fields.contains(":path") else {
            throw Problem(description: "headers: expected :path among them")
        }
        return ReceivedPayload(http2: fields, body: [], brokenRule: broken)
    }

    private static func headers(_ value: JSONValue) throws(Problem) -> HeaderFields {
        var headers = HeaderFields()
        for pair in value["headers"]?.elements ?? [] {
            guard let parts = pair.elements, parts.count == 2, let name = parts[0].text, let text = parts[1].text else {
                throw Problem(description: "headers: expected pairs of a name and a value")
            }
            headers.append(name, text)
        }
        return headers
    }
}
