import TracePlatform
import TraceTransport

/// Whether a call that did not succeed is made again (OTLP/gRPC, "Failures" and "OTLP/gRPC Throttling").
enum GRPCRetryDecision: Hashable, Sendable {
    /// The collector has the batch, or never will.
    case never
    /// After a pause of the exporter's choice, each longer than the one before.
    case afterBackingOff
    /// After as long as the collector says, in nanoseconds.
    case after(nanoseconds: Int64)

    init(_ status: GRPCStatus) {
        let info = status.retryInfo
        guard Self.isRetryable(status.code, saysWhen: info != nil) else {
            self = .never
            return
        }
        // A delay that is absent or zero asks for nothing.
        if let delay = info?.delayNanoseconds, delay > 0 {
            self = .after(nanoseconds: delay)
        } else {
            self = .afterBackingOff
        }
    }

    /// The specification's table, row by row.
    private static func isRetryable(_ code: GRPCStatusCode, saysWhen: Bool) -> Bool {
        switch code {
        case .cancelled, .deadlineExceeded, .aborted, .outOfRange, .unavailable, .dataLoss: true
        // "Only if the server can recover", which it says with RetryInfo.
        case .resourceExhausted: saysWhen
        case .ok, .unknown, .invalidArgument, .notFound, .alreadyExists, .permissionDenied, .failedPrecondition,
            .unimplemented, .internal, .unauthenticated:
            false
        // Clients take what gRPC has no meaning for as UNKNOWN.
        case .unassigned: false
        }
    }
}

extension ExportRetries {
    /// Nanoseconds to wait before a call is made again; nil when it is not: the status is final, or the time would be over.
    ///
    /// - Parameter jitter: as for an answer of HTTP; none where the collector says how long.
    func pause(
        after status: GRPCStatus, now: MonotonicInstant, jitter: Double = .random(in: 0...0.2)
    ) -> Int64? {
        switch GRPCRetryDecision(status) {
        case .never: nil
        case .afterBackingOff: fitting(doubled(jitter), now)
        case .after(let nanoseconds): fitting(nanoseconds, now)
        }
    }
}
