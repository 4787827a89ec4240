/// The status of calls that ended without one, told from how they ended.
extension GRPCStatus {
    /// Of an answer of HTTP without `grpc-status` (gRPC, http-grpc-status-mapping.md). With 200, too, since the answer to a
    /// call that went well has one.
    package init(httpStatus: Int) {
        let code: GRPCStatusCode =
            switch httpStatus {
            case 400: .internal
            case 401: .unauthenticated
            case 403: .permissionDenied
            case 404: .unimplemented
            case 429: .unavailable
            case 431: .internal
            case 502, 503, 504: .unavailable
            default: .unknown
            }
        let phrase = httpReasonPhrase(httpStatus)
        self.init(code, "HTTP status \(httpStatus)\(phrase.isEmpty ? "" : " \(phrase)") without grpc-status")
    }

    /// Of a stream that the server reset with this code of HTTP/2 (gRPC, PROTOCOL-HTTP2.md, Errors; RFC 9113 section 7).
    ///
    /// What has no row in gRPC's table (STREAM_CLOSED, HTTP_1_1_REQUIRED, codes that nobody knows) is INTERNAL, as gRPC's
    /// own library has it. A client whose deadline has passed says DEADLINE_EXCEEDED in the place of CANCELLED (Client
    /// Cancellation); only it knows.
    package init(resetCode: UInt32) {
        switch resetCode {
        case 7: self.init(.unavailable, "stream refused before it was processed (REFUSED_STREAM)")
        case 8: self.init(.cancelled, "stream cancelled by the server (CANCEL)")
        case 11: self.init(.resourceExhausted, "bandwidth exhausted (ENHANCE_YOUR_CALM)")
        case 12: self.init(.permissionDenied, "the protocol is not secure enough for the call (INADEQUATE_SECURITY)")
        default: self.init(.internal, "stream reset with the error code \(resetCode)")
        }
    }
}
