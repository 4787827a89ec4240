/// Timers in the order of their deadlines: a binary heap that can also remove from the middle.
///
/// Every timer knows its place in the heap, so a cancelled one leaves at once, in logarithmic time. A server that sets
/// and drops a deadline per read would otherwise fill the heap with timers that nobody waits for.
package struct TimerHeap<Payload> {
    package struct ID: Hashable, Sendable {
        fileprivate let slot: Int
        fileprivate let generation: UInt32
    }

    private struct Node {
        let deadline: Int64
        /// Timers of one deadline strike in the order in which they were set.
        let sequence: UInt64
        let slot: Int
    }

    private struct Slot {
        var generation: UInt32 = 0
        /// The place in `nodes`, meaningful while the payload is there.
        var place = 0
        var payload: Payload?
    }

    private var nodes: [Node] = []
    private var slots: [Slot] = []
    private var freeSlots: [Int] = []
    private var nextSequence: UInt64 = 0

    package init() {}

    package var count: Int { nodes.count }

    /// Nanoseconds of the loop's clock; nil without timers.
    package var nextDeadline: Int64? { nodes.first?.deadline }

    package mutating func insert(deadline: Int64, _ payload: Payload) -> ID {
        let slot: Int
        if let free = freeSlots.popLast() {
            slot = free
        } else {
            slot = slots.count
            slots.append(Slot())
        }
        slots[slot].payload = payload
        let node = Node(deadline: deadline, sequence: nextSequence, slot: slot)
        nextSequence += 1
        nodes.append(node)
        siftUp(from: nodes.count - 1, node)
        return ID(slot: slot, generation: slots[slot].generation)
    }

    /// Takes a timer out before its time. Does nothing when it has struck or was removed already.
    package mutating func remove(_ id: ID) {
        guard slots[id.slot].generation == id.generation, slots[id.slot].payload != nil else { return }
        _ = removeNode(at: slots[id.slot].place)
    }

    /// Takes the earliest timer out if its deadline is `now` or before.
    package mutating func popExpired(now: Int64) -> Payload? {
        guard let first = nodes.first, first.deadline <= now else { return nil }
        return removeNode(at: 0)
    }

    private mutating func removeNode(at place: Int) -> Payload? {
        let slot = nodes[place].slot
        let last = nodes.removeLast()
        if place < nodes.count {
            // The last node takes the place, and may belong above or below it.
            if place > 0, precedes(last, nodes[(place - 1) / 2]) {
                siftUp(from: place, last)
            } else {
                siftDown(from: place, last)
            }
        }
        let payload = slots[slot].payload.take()
        slots[slot].generation &+= 1  // wraps by design: only a timer 2^32 uses old could be mistaken
        freeSlots.append(slot)
        return payload
    }

    private func precedes(_ left: Node, _ right: Node) -> Bool {
        (left.deadline, left.sequence) < (right.deadline, right.sequence)
    }

    private mutating func siftUp(from start: Int, _ node: Node) {
        var place = start
        while place > 0 {
            let parent = (place - 1) / 2
            guard precedes(node, nodes[parent]) else { break }
            put(nodes[parent], at: place)
            place = parent
        }
        put(node, at: place)
    }

    private mutating func siftDown(from start: Int, _ node: Node) {
        var place = start
        while true {
            var child = 2 * place + 1
            guard child < nodes.count else { break }
            if child + 1 < nodes.count, precedes(nodes[child + 1], nodes[child]) { child += 1 }
            guard precedes(nodes[child], node) else { break }
            put(nodes[child], at: place)
            place = child
        }
        put(node, at: place)
    }

    private mutating func put(_ node: Node, at place: Int) {
        nodes[place] = node
        slots[node.slot].place = place
    }
}
