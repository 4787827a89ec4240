import Testing
import TraceWire

@testable import FakeCollector

/// What waits to be looked at beside a collector is bounded, and what finds no room is counted.
@Suite struct RequestBacklogTests {
    private func request(_ number: Int, bytes: Int) -> RecordedRequest {
        let address = ReceiverAddress(
            label: "zipkin", form: .zipkin, port: 9411, endpoint: "http://127.0.0.1:9411", host: "127.0.0.1")
        let payload = ReceivedPayload(target: "/api/v2/spans", body: [UInt8](repeating: 0, count: bytes))
        return RecordedRequest(
            number: number, Arrival(receiver: address, payload: payload, monotonicNanoseconds: 0, headBytes: 0),
            .accepted(spans: 0..<0))
    }

    @Test func whatFindsNoRoomIsCountedAndTheRestComesInItsOrder() async {
        let backlog = RequestBacklog(limit: 10_000)
        for number in 0..<4 { backlog.add(request(number, bytes: 4_000)) }
        backlog.finish()
        var seen: [Int] = []
        await backlog.forEach { seen.append($0.number) }
        #expect(seen == [0, 1])
        #expect(backlog.lost == 2)
    }

    @Test func oneRequestAlwaysFindsRoom() async {
        let backlog = RequestBacklog(limit: 100)
        backlog.add(request(0, bytes: 4_000))
        backlog.finish()
        var seen = 0
        await backlog.forEach { _ in seen += 1 }
        #expect(seen == 1)
        #expect(backlog.lost == 0)
    }
}
