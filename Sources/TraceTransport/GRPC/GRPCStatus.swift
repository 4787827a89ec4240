/// How a call ended: a code, a text for people, and details for programs.
package struct GRPCStatus: Error, Hashable, Sendable {
    package var code: GRPCStatusCode
    /// Empty where there is nothing to say.
    package var message: String
    /// A `google.rpc.Status` in protobuf (``GRPCStatusDetails``), as it was sent; mostly empty.
    package var details: [UInt8]

    package init(_ code: GRPCStatusCode, _ message: String = "", details: [UInt8] = []) {
        self.code = code
        self.message = message
        self.details = details
    }

    /// A status that says when the call may be tried again, in a `google.rpc.RetryInfo`.
    package init(_ code: GRPCStatusCode, _ message: String, retryAfterNanoseconds delay: Int64) {
        let details = GRPCStatusDetails(
            code: Int32(truncatingIfNeeded: code.number), message: message,
            details: [GRPCRetryInfo(delayNanoseconds: delay).detail])
        self.init(code, message, details: details.bytes)
    }

    package static let ok = GRPCStatus(.ok)
}

extension GRPCStatus: CustomStringConvertible {
    package var description: String { message.isEmpty ? "\(code)" : "\(code): \(message)" }
}
