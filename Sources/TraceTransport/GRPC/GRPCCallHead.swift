import TraceBytes

/// What the header fields of a call say, before its message has come (gRPC, PROTOCOL-HTTP2.md, Request-Headers).
///
/// `te: trailers` is not asked for: its absence tells of a proxy that may not pass trailers on, which is for a rule to
/// report, and no server refuses it.
package struct GRPCCallHead: Sendable, Equatable {
    /// With its package: `opentelemetry.proto.collector.trace.v1.TraceService`. Case-sensitive.
    package let service: String
    /// `Export`. Case-sensitive.
    package let method: String
    /// nil where the client waits for ever ("If Timeout is omitted a server should assume an infinite timeout").
    package let timeout: GRPCTimeout?
    /// The value of `grpc-encoding`; nil without one.
    package let encoding: String?
    /// What the client reads: the elements of `grpc-accept-encoding`; empty without one.
    package let acceptedEncodings: [String]
    package let metadata: GRPCMetadata

    package init(_ head: HTTPRequestHead) throws(GRPCRefusal) {
        guard head.method == "POST" else { throw .method(head.method) }
        let contentType = head.headers.text("content-type")
        guard GRPCContentType.isProtobuf(contentType ?? "") else { throw .contentType(contentType) }
        (service, method) = try Self.path(head.target)
        do throws(GRPCTimeoutError) {
            timeout = try Self.timeout(in: head.headers)
        } catch {
            throw .timeout(error)
        }
        encoding = head.headers.text("grpc-encoding")
        acceptedEncodings = head.headers.all("grpc-accept-encoding").flatMap { field in
            field.value.split(separator: UInt8(ascii: ","))
                .map { String(decoding: HTTP1Grammar.trimmed($0), as: UTF8.self) }
        }
        metadata = GRPCMetadata(received: head.headers)
    }

    /// `"/" Service-Name "/" {method name}`.
    package var path: String { "/\(service)/\(method)" }

    private static func path(_ target: String) throws(GRPCRefusal) -> (service: String, method: String) {
        guard target.hasPrefix("/"), let slash = target.lastIndex(of: "/") else { throw .path(target) }
        let service = target[..<slash].dropFirst()
        let method = target[target.index(after: slash)...]
        guard !service.isEmpty, !method.isEmpty else { throw .path(target) }
        return (String(service), String(method))
    }

    private static func timeout(in headers: HeaderFields) throws(GRPCTimeoutError) -> GRPCTimeout? {
        guard let field = headers.first("grpc-timeout") else { return nil }
        return try GRPCTimeout(field.value)
    }
}

/// The type of what gRPC sends: `application/grpc`, with `+` and the encoding of the messages behind it, or none.
enum GRPCContentType {
    static let sent = "application/grpc"

    /// Whether messages are in protobuf, which is so when nothing is said. Types are case-insensitive and may have
    /// parameters (RFC 9110 section 8.3.1).
    static func isProtobuf(_ value: String) -> Bool {
        let type = value.utf8.prefix { $0 != UInt8(ascii: ";") }
        let text = HTTP1Grammar.trimmed(Array(type)[...])
        return equalsIgnoringASCIICase(text, sent.utf8) || equalsIgnoringASCIICase(text, "\(sent)+proto".utf8)
    }
}
