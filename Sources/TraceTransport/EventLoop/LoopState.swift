import TracePlatform

/// One piece of work in a loop's queue.
enum LoopWork: Sendable {
    case job(UnownedJob)
    case action(@Sendable () -> Void)
}

/// What only the thread of a loop touches.
struct LoopState {
    var queue = WorkQueue()
    var waits = WaitTable()
    var channels = ChannelTable()
    /// The memory of an emptied inbox, for the next exchange.
    var spare: [LoopWork]?
    /// After shutdown: nothing may wait any more.
    var isShutDown = false
}

/// First in, first out, in memory that is reused as soon as the queue runs empty.
struct WorkQueue {
    /// Nil where an item has left: it must not be released later, by whoever trims the memory.
    private var items: [LoopWork?] = []
    private var head = 0

    var isEmpty: Bool { head == items.count }

    mutating func append(_ item: LoopWork) { items.append(item) }

    mutating func popFirst() -> LoopWork? {
        guard head < items.count else { return nil }
        let item = items[head].take()
        head += 1
        if head == items.count {
            items.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 1024, head > items.count / 2 {
            // A queue that never runs empty must not keep its past.
            items.removeFirst(head)
            head = 0
        }
        return item
    }
}

/// The channels of a loop by the tokens of its poller.
///
/// A token is the slot in the low half and the slot's generation above it, so that an event that was on its way when
/// its channel closed does not reach the next one in the slot.
struct ChannelTable {
    private struct Slot {
        var generation: UInt32 = 0
        var channel: IOChannel?
    }

    private var slots: [Slot] = []
    private var freeSlots: [Int] = []

    /// All open channels.
    var all: [IOChannel] { slots.compactMap(\.channel) }

    mutating func insert(_ channel: IOChannel) -> UInt64 {
        let slot = freeSlots.popLast() ?? slots.count
        if slot == slots.count { slots.append(Slot()) }
        slots[slot].channel = channel
        return UInt64(slots[slot].generation) << 32 | UInt64(slot)
    }

    func channel(for token: UInt64) -> IOChannel? {
        let slot = Int(token & 0xffff_ffff)
        guard slot < slots.count, slots[slot].generation == UInt32(token >> 32) else { return nil }
        return slots[slot].channel
    }

    mutating func remove(_ token: UInt64) {
        guard channel(for: token) != nil else { return }
        let slot = Int(token & 0xffff_ffff)
        slots[slot].channel = nil
        slots[slot].generation &+= 1  // wraps by design: an event is at most one wait of the poller old
        freeSlots.append(slot)
    }
}
