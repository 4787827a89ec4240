import TraceBytes

/// A unary call as a server receives it: what its header fields say, and its one message.
package struct GRPCCall: Sendable, Equatable {
    package let head: GRPCCallHead
    /// As sent, with whether it was compressed.
    package let message: GRPCMessage
    /// What the message is, decompressed.
    package let content: [UInt8]

    /// - Parameter limits: of the message, as sent and decompressed.
    package init(
        _ head: GRPCCallHead, data: [UInt8], limits: DecodingLimits = .default
    ) throws(GRPCRefusal) {
        self.head = head
        do throws(GRPCMessageError) {
            (message, content) = try GRPCMessage.read(data, encoding: head.encoding, limits: limits)
        } catch {
            throw .message(error)
        }
    }

    package init(_ request: HTTPRequest, limits: DecodingLimits = .default) throws(GRPCRefusal) {
        try self.init(GRPCCallHead(request.head), data: request.body, limits: limits)
    }
}
