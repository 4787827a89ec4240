/// What became of a call, in one word (gRPC, statuscodes.md).
package enum GRPCStatusCode: Hashable, Sendable {
    case ok
    case cancelled
    case unknown
    case invalidArgument
    case deadlineExceeded
    case notFound
    case alreadyExists
    case permissionDenied
    case resourceExhausted
    case failedPrecondition
    case aborted
    case outOfRange
    case unimplemented
    case `internal`
    case unavailable
    case dataLoss
    case unauthenticated
    /// A number from 17 on, to which gRPC has given no meaning. Kept as it came; who must act takes it for ``unknown``.
    case unassigned(UInt32)

    /// Those with a meaning, in the order of their numbers from 0.
    package static let assigned: [GRPCStatusCode] = [
        .ok, .cancelled, .unknown, .invalidArgument, .deadlineExceeded, .notFound, .alreadyExists, .permissionDenied,
        .resourceExhausted, .failedPrecondition, .aborted, .outOfRange, .unimplemented, .internal, .unavailable,
        .dataLoss, .unauthenticated,
    ]

    package init(_ number: UInt32) {
        self = Self.assigned.first { $0.number == number } ?? .unassigned(number)
    }

    /// As `grpc-status` spells it, in decimal.
    package var number: UInt32 { numberAndName.0 }

    private var numberAndName: (UInt32, String) {
        switch self {
        case .ok: (0, "OK")
        case .cancelled: (1, "CANCELLED")
        case .unknown: (2, "UNKNOWN")
        case .invalidArgument: (3, "INVALID_ARGUMENT")
        case .deadlineExceeded: (4, "DEADLINE_EXCEEDED")
        case .notFound: (5, "NOT_FOUND")
        case .alreadyExists: (6, "ALREADY_EXISTS")
        case .permissionDenied: (7, "PERMISSION_DENIED")
        case .resourceExhausted: (8, "RESOURCE_EXHAUSTED")
        case .failedPrecondition: (9, "FAILED_PRECONDITION")
        case .aborted: (10, "ABORTED")
        case .outOfRange: (11, "OUT_OF_RANGE")
        case .unimplemented: (12, "UNIMPLEMENTED")
        case .internal: (13, "INTERNAL")
        case .unavailable: (14, "UNAVAILABLE")
        case .dataLoss: (15, "DATA_LOSS")
        case .unauthenticated: (16, "UNAUTHENTICATED")
        case .unassigned(let number): (number, "\(number)")
        }
    }
}

extension GRPCStatusCode: CustomStringConvertible {
    /// The name that the specification gives it: `RESOURCE_EXHAUSTED`; the number where it has none.
    package var description: String { numberAndName.1 }
}
