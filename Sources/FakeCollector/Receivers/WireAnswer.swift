import TraceTransport
import TraceWire

/// What a form says to a sender.
enum WireAnswer: Sendable {
    case http(ReceiverResponse)
    case grpc(GRPCAnswer)
    /// To what came as gRPC and is none, an answer of HTTP; also one that was made once for all.
    case plain(HTTPResponse)

    /// The status of HTTP; of gRPC's answers always 200.
    var status: Int {
        switch self {
        case .http(let response): response.status
        case .grpc: 200
        case .plain(let response): response.status
        }
    }

    /// The number that gRPC gives its outcome, 0 for OK; nil for an answer of HTTP.
    var grpcStatus: Int? {
        switch self {
        case .http, .plain: nil
        case .grpc(let answer):
            switch answer.outcome {
            case .message: 0
            case .status(let status): Int(status.code.number)
            }
        }
    }
}

extension HTTPResponse {
    init(_ answer: WireAnswer) {
        switch answer {
        case .http(let response): self.init(response)
        case .grpc(let answer): self = answer.response
        case .plain(let response): self = response
        }
    }
}
