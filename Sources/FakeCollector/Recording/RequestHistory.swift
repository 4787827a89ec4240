import TraceWire

/// The requests of a collector in the order in which they were recorded.
///
/// ```
///  forgotten │ without bytes │ whole
///  ──────────┴───────────────┴──────────▶ number
/// ```
/// Bytes of the oldest requests are given back first; a record without its bytes says what became of the request.
struct RequestHistory {
    private(set) var records: [RecordedRequest] = []
    /// The number of the first record.
    private(set) var firstNumber = 0
    /// How many records at the front have lost their bytes.
    private var evictedCount = 0
    /// Bytes of all that is here.
    private(set) var keptBytes = 0

    /// What a record costs beside its bytes, roughly: many empty requests must reach a limit too.
    static let bytesPerRecord = 512

    /// One more than the number of the last record.
    var endNumber: Int { firstNumber + records.count }

    mutating func append(_ record: RecordedRequest) {
        records.append(record)
        // Sums of lengths of arrays in memory, so far below the range of `Int`.
        keptBytes += record.byteCount + Self.bytesPerRecord
    }

    /// The records from a number on.
    func records(since number: Int) -> ArraySlice<RecordedRequest> {
        records[min(max(number - firstNumber, 0), records.count)...]
    }

    /// Gives bytes back, of the oldest first, until no more than `goal` are left; returns of how many requests.
    mutating func evict(downTo goal: Int) -> Int {
        let before = evictedCount
        while keptBytes > goal, evictedCount < records.count {
            keptBytes -= records[evictedCount].byteCount
            records[evictedCount].evictBytes()
            evictedCount += 1
        }
        let evicted = evictedCount - before
        // Records without bytes may take an eighth; where that is not enough, none stays.
        let most = keptBytes > goal ? 0 : max(goal / 8 / Self.bytesPerRecord, 1)
        if evictedCount > most {
            let count = evictedCount - most
            records.removeFirst(count)
            firstNumber += count
            evictedCount -= count
            keptBytes -= count * Self.bytesPerRecord
        }
        return evicted
    }
}
