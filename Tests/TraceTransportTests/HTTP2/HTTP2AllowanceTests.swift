import Testing
import TracePlatform

@testable import TraceTransport

/// How much of an allowance comes back, and when.
@Suite struct HTTP2AllowanceTests {
    private var left = HTTP2AllowanceLeft(HTTP2Allowance(2, perSecond: 10))

    private mutating func take(_ milliseconds: Int64) -> Bool {
        left.take(at: MonotonicInstant(nanoseconds: milliseconds * 1_000_000))
    }

    /// Asking too early must not put off what comes later.
    @Test mutating func oneComesBackWithEachTenthOfASecond() {
        let moments: [Int64] = [0, 0, 0, 50, 99, 100, 150, 199, 200, 250, 401, 401, 401]
        let taken = moments.map { take($0) }
        #expect(
            taken == [true, true, false, false, false, true, false, false, true, false, true, true, false])
    }

    @Test mutating func noMoreThanTheBurstComesBack() {
        let moments: [Int64] = [0, 0, 3_600_000, 3_600_000, 3_600_000]
        let taken = moments.map { take($0) }
        #expect(taken == [true, true, true, true, false])
    }

    @Test mutating func whatIsGivenBackIsNoMoreThanTheBurst() {
        left.refund(.max / 2)
        let taken = [0, 0, 0].map { take($0) }
        #expect(taken == [true, true, false])
        left.refund(1)
        let again = [0, 0].map { take($0) }
        #expect(again == [true, false])
    }

    /// A clock that goes back gives nothing and takes nothing.
    @Test mutating func earlierMomentsGiveNothing() {
        let moments: [Int64] = [1000, 1000, 0, 1000, 1100]
        let taken = moments.map { take($0) }
        #expect(taken == [true, true, false, false, true])
    }
}
