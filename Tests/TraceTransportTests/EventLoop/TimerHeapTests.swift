import Testing
import TraceTestSupport
import TraceTransport

struct TimerHeapTests {
    @Test func timersStrikeInOrderOfDeadlineThenOfSetting() {
        var heap = TimerHeap<String>()
        for (deadline, name) in [(3, "c"), (1, "a"), (2, "b1"), (2, "b2"), (Int64.max, "never")] {
            _ = heap.insert(deadline: Int64(deadline), name)
        }
        var struck: [String] = []
        while let name = heap.popExpired(now: 3) { struck.append(name) }
        #expect(struck == ["a", "b1", "b2", "c"])
        #expect(heap.count == 1)
    }

    @Test func nothingStrikesBeforeItsTime() {
        var heap = TimerHeap<Int>()
        _ = heap.insert(deadline: 10, 1)
        #expect(heap.nextDeadline == 10)
        #expect(heap.popExpired(now: 9) == nil)
        #expect(heap.popExpired(now: 10) == 1)
        #expect(heap.nextDeadline == nil)
    }

    @Test func aTimerIsRemovedOnceAndItsNameIsNotReused() {
        var heap = TimerHeap<Int>()
        let first = heap.insert(deadline: 1, 1)
        heap.remove(first)
        heap.remove(first)
        _ = heap.insert(deadline: 2, 2)
        heap.remove(first)
        #expect(heap.popExpired(now: 5) == 2)
    }

    /// Random insertions, removals and strikes against a sorted list.
    @Test(arguments: UInt64(1)...20)
    func theHeapAgreesWithASortedList(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var heap = TimerHeap<Int>()
        var model: [(deadline: Int64, number: Int, id: TimerHeap<Int>.ID)] = []
        for number in 0..<2000 {
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1:
                let deadline = Int64.random(in: 0..<500, using: &random)
                model.append((deadline, number, heap.insert(deadline: deadline, number)))
            case 2:
                guard let index = model.indices.randomElement(using: &random) else { continue }
                heap.remove(model.remove(at: index).id)
            default:
                model.sort { ($0.deadline, $0.number) < ($1.deadline, $1.number) }
                #expect(heap.nextDeadline == model.first?.deadline)
                let now = Int64.random(in: 0..<500, using: &random)
                let due = model.first.flatMap { $0.deadline <= now ? $0.number : nil }
                #expect(heap.popExpired(now: now) == due)
                if due != nil { model.removeFirst() }
            }
            #expect(heap.count == model.count)
        }
    }
}
