import TraceBytes

/// A unary call as a client makes it.
package struct GRPCRequest: Sendable {
    /// Host and port, `127.0.0.1:4317`: what HTTP/2 says in `:authority`.
    package var authority: String
    /// `/opentelemetry.proto.collector.trace.v1.TraceService/Export`.
    package var path: String
    package var message: GRPCMessage
    /// How long the client waits; nil for ever.
    package var timeout: GRPCTimeout?
    /// `grpc-<language>/<version>` and more; nil for none.
    package var userAgent: String?
    package var metadata: GRPCMetadata

    /// - Parameter message: compressed by ``GRPCMessage/gzip(_:)``, or plain.
    package init(
        to path: String, at authority: String, _ message: GRPCMessage, timeout: GRPCTimeout? = nil,
        userAgent: String? = nil, metadata: GRPCMetadata = GRPCMetadata()
    ) {
        self.path = path
        self.authority = authority
        self.message = message
        self.timeout = timeout
        self.userAgent = userAgent
        self.metadata = metadata
    }

    /// In gRPC's order (PROTOCOL-HTTP2.md, Call-Definition), with the timeout first: it belongs "immediately after the
    /// reserved headers", of which `host` becomes one.
    package var request: HTTPRequest {
        var headers = HeaderFields([("host", authority)])
        if let timeout { headers.append("grpc-timeout", "\(timeout)") }
        headers.append("te", "trailers")
        headers.append("content-type", GRPCContentType.sent)
        if message.isCompressed { headers.append("grpc-encoding", GRPCEncoding.gzip.rawValue) }
        headers.append("grpc-accept-encoding", GRPCEncoding.accepted)
        if let userAgent { headers.append("user-agent", userAgent) }
        headers.append(contentsOf: metadata.fields)
        return HTTPRequest(
            HTTPRequestHead(method: "POST", target: path, version: .http2, headers: headers), body: message.framed)
    }
}
