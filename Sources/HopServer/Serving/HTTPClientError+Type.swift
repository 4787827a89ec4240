import TracePlatform
import TraceTransport

extension HTTPClientError {
    /// The low-cardinality word for `error.type` (semantic conventions, "Error type"): `timeout`, `connection_refused`.
    var errorType: String {
        switch reason {
        case .resolve: "name_resolution_failed"
        case .connect: "connection_refused"
        case .timeout: "timeout"
        case .closedEarly: "connection_closed"
        case .malformedResponse: "invalid_response"
        case .invalidRequest: "invalid_request"
        case .cancelled: "cancelled"
        }
    }
}
