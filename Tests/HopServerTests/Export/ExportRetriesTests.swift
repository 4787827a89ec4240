import Testing
import TraceBytes
import TracePlatform
import TraceTransport

@testable import HopServer

/// OTLP/HTTP, "Retryable Response Codes", "OTLP/HTTP Throttling", "All Other Responses", "OTLP/HTTP Connection".
@Suite struct ExportRetriesTests {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static let date: Int64 = 784_111_777
    private static let second: Int64 = 1_000_000_000

    private static func answer(_ status: Int, retryAfter: String? = nil) -> HTTPResponse {
        HTTPResponse(status: status, headers: HeaderFields(retryAfter.map { [("Retry-After", $0)] } ?? []))
    }

    private static func pause(
        _ answer: HTTPResponse, count: Int = 0, timeLeft seconds: Int64 = 100, jitter: Double = 0
    ) -> Int64? {
        var retries = ExportRetries(deadline: MonotonicInstant(nanoseconds: seconds * second))
        retries.count = count
        return retries.pause(
            after: answer, now: MonotonicInstant(nanoseconds: 0), jitter: jitter, unixSeconds: date - 7)
    }

    @Test(arguments: [200, 400, 401, 404, 408, 413, 415, 500, 501])
    func otherAnswersAreFinal(status: Int) {
        #expect(Self.pause(Self.answer(status, retryAfter: "1")) == nil)
    }

    @Test(arguments: [429, 502, 503, 504]) func theseFourAreTriedAgain(status: Int) {
        #expect(Self.pause(Self.answer(status)) == Self.second)
    }

    @Test(
        arguments: [
            ("0", 0), ("3", 3), ("Sun, 06 Nov 1994 08:49:37 GMT", 7), ("Sun, 06 Nov 1994 08:49:00 GMT", 0),
            // Neither seconds nor a date: as though it were not there.
            ("soon", 1), ("-5", 1), ("1.5", 1), ("Mon, 06 Nov 1994 08:49:37 GMT", 1),
        ] as [(String, Int64)])
    func retryAfterSaysHowLong(text: String, seconds: Int64) {
        #expect(Self.pause(Self.answer(503, retryAfter: text)) == seconds * Self.second)
    }

    @Test func pausesDoubleUpToHalfAMinuteAndJitterMakesThemLonger() {
        let seconds = (0..<8).map { Self.pause(Self.answer(503), count: $0).map { $0 / Self.second } }
        #expect(seconds == [1, 2, 4, 8, 16, 32, 32, 32])
        #expect(Self.pause(Self.answer(503), jitter: 0.2) == 1_200_000_000)
    }

    // MARK: Without an answer

    private static let refused = NetworkError(.connect, .unresolved("refused"), at: "127.0.0.1:4318")

    private static func pause(
        _ failure: HTTPClientError.Reason, count: Int = 0, timeLeft seconds: Int64 = 100, jitter: Double = 0
    ) -> Int64? {
        var retries = ExportRetries(deadline: MonotonicInstant(nanoseconds: seconds * second))
        retries.count = count
        return retries.pause(after: failure, now: MonotonicInstant(nanoseconds: 0), jitter: jitter)
    }

    @Test(
        arguments: [
            .connect(refused), .resolve(refused), .closedEarly(receivedBytes: 0, nil),
            .closedEarly(receivedBytes: 0, refused),
        ] as [HTTPClientError.Reason])
    func aServerThatCannotBeReachedOrEndsWithoutAnAnswerIsTriedAgain(failure: HTTPClientError.Reason) {
        #expect((0..<4).map { Self.pause(failure, count: $0).map { $0 / Self.second } } == [1, 2, 4, 8])
        #expect(Self.pause(failure, jitter: 0.2) == 1_200_000_000)
        #expect(Self.pause(failure, timeLeft: 1) == nil)
    }

    @Test(
        arguments: [
            .timeout(.connect), .timeout(.response), .closedEarly(receivedBytes: 1, nil), .cancelled,
            .malformedResponse(HTTP1ParseError(.bareLF, at: 0)),
        ] as [HTTPClientError.Reason])
    func otherFailuresAreFinal(failure: HTTPClientError.Reason) {
        #expect(Self.pause(failure) == nil)
    }

    @Test func whatWouldEndTooLateIsNotTried() {
        #expect(Self.pause(Self.answer(503, retryAfter: "10"), timeLeft: 10) == nil)
        #expect(Self.pause(Self.answer(503, retryAfter: "10"), timeLeft: 11) == 10 * Self.second)
        #expect(Self.pause(Self.answer(503, retryAfter: "99999999999999999")) == nil)
    }
}
