import TraceBytes

/// How a unary call ended, as a client reads it. Whatever came, it is a status: gRPC's clients "must synthesize" one where
/// there is none (PROTOCOL-HTTP2.md, Responses).
package struct GRPCResponse: Sendable, Equatable {
    package let status: GRPCStatus
    /// What the message is, decompressed; nil unless the status is OK.
    package let content: [UInt8]?
    /// From the header fields; nothing of an answer that has nothing else.
    package let leading: GRPCMetadata
    /// From the trailers.
    package let trailing: GRPCMetadata

    /// - Parameter limits: of the message, as sent and decompressed.
    package init(_ response: HTTPResponse, limits: DecodingLimits = .default) {
        // A status in the header fields is that of an answer without trailers. "If grpc-status was provided, it must be
        // used" (http-grpc-status-mapping.md), so it counts whatever HTTP's status is.
        if let stated = GRPCStatus(in: response.trailers) {
            leading = GRPCMetadata(received: response.headers)
            trailing = GRPCMetadata(received: response.trailers)
            (status, content) = Self.outcome(stated, of: response, limits)
        } else if let stated = GRPCStatus(in: response.headers) {
            leading = GRPCMetadata()
            trailing = GRPCMetadata(received: response.headers)
            (status, content) = Self.outcome(stated, of: response, limits)
        } else {
            leading = GRPCMetadata(received: response.headers)
            trailing = GRPCMetadata(received: response.trailers)
            (status, content) = (GRPCStatus(httpStatus: response.status), nil)
        }
    }

    /// OK is only with a message that can be had; with another status nobody asks for the message.
    private static func outcome(
        _ stated: GRPCStatus, of response: HTTPResponse, _ limits: DecodingLimits
    ) -> (GRPCStatus, [UInt8]?) {
        guard stated.code == .ok else { return (stated, nil) }
        do throws(GRPCMessageError) {
            let encoding = response.headers.text("grpc-encoding")
            return (stated, try GRPCMessage.read(response.body, encoding: encoding, limits: limits).content)
        } catch {
            return (GRPCStatus(error.code(for: .client), "\(error)"), nil)
        }
    }
}
