import TraceBytes

/// The methods that a server serves, and `grpc.health.v1.Health` beside them, which it answers itself.
package struct GRPCRouter: Sendable {
    /// The unary methods of each service.
    private let services: [String: Set<String>]

    package init(_ services: [String: Set<String>]) { self.services = services }

    /// What becomes of a request.
    package enum Reception: Sendable, Equatable {
        /// A call of a method that is served: for the caller to answer.
        case call(GRPCCall)
        /// Answered already: refused, or a question about health.
        case answered(HTTPResponse)
    }

    /// Judges the header fields, then the message, so that a method that does not exist is said before what is wrong with
    /// its message.
    package func receive(_ request: HTTPRequest, limits: DecodingLimits = .default) -> Reception {
        do throws(GRPCRefusal) {
            let head = try GRPCCallHead(request.head)
            try requireServed(head)
            let call = try GRPCCall(head, data: request.body, limits: limits)
            guard head.service == GRPCHealth.service else { return .call(call) }
            return .answered(try GRPCHealth.check(call, isServed: isServed).response(to: call))
        } catch {
            return .answered(error.response)
        }
    }

    /// Throws for a method that is not served. A server may ask before the message has come.
    package func requireServed(_ head: GRPCCallHead) throws(GRPCRefusal) {
        if head.service == GRPCHealth.service {
            try GRPCHealth.requireServed(head)
        } else {
            guard let methods = services[head.service] else { throw .unknownService(head.service) }
            guard methods.contains(head.method) else { throw .unknownMethod(head.method, service: head.service) }
        }
    }

    /// The empty name is the server as a whole (health-checking.md, Service Definition).
    private func isServed(_ service: String) -> Bool { service.isEmpty || services[service] != nil }
}
