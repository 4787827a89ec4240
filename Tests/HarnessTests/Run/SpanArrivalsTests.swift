import Testing

@testable import Harness

struct SpanArrivalsTests {
    @Test func everythingExpectedIsDueAtFirst() {
        #expect(SpanArrivals(hops: 3).due([4, 4, 0]) == [4, 4, 0])
    }

    @Test func whatDidNotComeIsNotWaitedForAgain() {
        var arrivals = SpanArrivals(hops: 2)
        arrivals.timedOut([40, 40], arrived: [40, 36])
        #expect(arrivals.due([41, 41]) == [41, 37])
    }

    @Test func whoSentNothingNewInAWaitIsNotWaitedForAgain() {
        var arrivals = SpanArrivals(hops: 3)
        arrivals.timedOut([40, 40, 40], arrived: [40, 0, 39])
        #expect(
            arrivals.due([41, 41, 41]) == [41, 0, 40], "the first is whole, the second mute, the third loses some")
        arrivals.came([41, 0, 40])
        arrivals.timedOut([42, 0, 41], arrived: [42, 0, 40])
        #expect(arrivals.due([43, 43, 43]) == [43, 0, 0], "the third has become mute")
    }
}
