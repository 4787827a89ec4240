import Testing
import TracePlatform
import TraceTransport

@testable import HopServer

/// OTLP/gRPC, "Failures" (its table of codes) and "OTLP/gRPC Throttling".
@Suite struct GRPCRetryDecisionTests {
    private static let second: Int64 = 1_000_000_000

    private static func status(_ code: GRPCStatusCode, retryAfter nanoseconds: Int64?) -> GRPCStatus {
        GRPCStatus(code, "", details: [GRPCRetryInfo(delayNanoseconds: nanoseconds).detail])
    }

    @Test(
        arguments: [.cancelled, .deadlineExceeded, .aborted, .outOfRange, .unavailable, .dataLoss] as [GRPCStatusCode])
    func theseCodesAreTriedAgain(code: GRPCStatusCode) {
        #expect(GRPCRetryDecision(GRPCStatus(code)) == .afterBackingOff)
        #expect(GRPCRetryDecision(Self.status(code, retryAfter: 5)) == .after(nanoseconds: 5))
    }

    /// RetryInfo does not make them so.
    @Test(
        arguments: [
            .ok, .unknown, .invalidArgument, .notFound, .alreadyExists, .permissionDenied, .failedPrecondition,
            .unimplemented, .internal, .unauthenticated, .unassigned(17),
        ] as [GRPCStatusCode])
    func otherCodesAreFinal(code: GRPCStatusCode) {
        #expect(GRPCRetryDecision(GRPCStatus(code)) == .never)
        #expect(GRPCRetryDecision(Self.status(code, retryAfter: 5)) == .never)
    }

    @Test func anExhaustedResourceIsTriedAgainOnlyWithRetryInfo() {
        #expect(GRPCRetryDecision(GRPCStatus(.resourceExhausted)) == .never)
        #expect(GRPCRetryDecision(GRPCStatus(.resourceExhausted, details: [0xff])) == .never)
        let other = GRPCDetail(typeURL: "type.googleapis.com/google.rpc.DebugInfo", value: [])
        #expect(GRPCRetryDecision(GRPCStatus(.resourceExhausted, "", details: [other])) == .never)
        #expect(GRPCRetryDecision(Self.status(.resourceExhausted, retryAfter: 7)) == .after(nanoseconds: 7))
        #expect(GRPCRetryDecision(Self.status(.resourceExhausted, retryAfter: nil)) == .afterBackingOff)
    }

    @Test(arguments: [nil, 0]) func aDelayOfNothingAsksForNothing(delay: Int64?) {
        #expect(GRPCRetryDecision(Self.status(.unavailable, retryAfter: delay)) == .afterBackingOff)
    }

    // MARK: Pauses

    private static func pause(
        _ status: GRPCStatus, count: Int = 0, timeLeft seconds: Int64 = 100, jitter: Double = 0
    ) -> Int64? {
        var retries = ExportRetries(deadline: MonotonicInstant(nanoseconds: seconds * second))
        retries.count = count
        return retries.pause(after: status, now: MonotonicInstant(nanoseconds: 0), jitter: jitter)
    }

    @Test func pausesAreThoseOfHTTP() {
        let seconds = (0..<8).map { Self.pause(GRPCStatus(.unavailable), count: $0).map { $0 / Self.second } }
        #expect(seconds == [1, 2, 4, 8, 16, 32, 32, 32])
        #expect(Self.pause(GRPCStatus(.unavailable), jitter: 0.2) == 1_200_000_000)
        #expect(Self.pause(GRPCStatus(.unavailable), timeLeft: 1) == nil)
        #expect(Self.pause(GRPCStatus(.internal)) == nil)
    }

    @Test func theCollectorsDelayIsWaitedAsItIs() {
        let throttled = Self.status(.unavailable, retryAfter: 10 * Self.second)
        #expect(Self.pause(throttled, count: 3, timeLeft: 11, jitter: 0.2) == 10 * Self.second)
        #expect(Self.pause(throttled, timeLeft: 10) == nil)
        #expect(Self.pause(Self.status(.unavailable, retryAfter: .max)) == nil)
    }
}
