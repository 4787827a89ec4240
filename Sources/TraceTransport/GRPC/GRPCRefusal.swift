import TraceBytes

/// Why a server does not serve a call.
package enum GRPCRefusal: Error, Hashable, Sendable {
    /// The method of HTTP is not POST.
    case method(String)
    /// Not gRPC, or with messages that are not protobuf; nil without a type.
    case contentType(String?)
    /// Not a service and a method.
    case path(String)
    case timeout(GRPCTimeoutError)
    case unknownService(String)
    case unknownMethod(String, service: String)
    /// A method whose calls or answers are more than one message.
    case streaming(String)
    case message(GRPCMessageError)
    /// The content is not the message that the method takes; the text says why.
    case undecodable(String)
}

extension GRPCRefusal: CustomStringConvertible {
    /// Where grpc-go has words for it, in those: they are what people search for.
    package var description: String {
        switch self {
        case .method(let method): "\(method) is not allowed here, calls are POSTed"
        case .contentType(let type): "invalid gRPC request content-type \"\(type ?? "")\""
        case .path(let path): "malformed method name: \"\(path)\""
        case .timeout(let error): "malformed grpc-timeout: \(error)"
        case .unknownService(let service): "unknown service \(service)"
        case .unknownMethod(let method, let service): "unknown method \(method) for service \(service)"
        case .streaming(let method): "\(method) streams, here are unary calls only"
        case .message(let error): "\(error)"
        case .undecodable(let reason): "error unmarshalling request: \(reason)"
        }
    }
}
