/// What few spans have: rows in the order of the spans, found by bisection.
struct SideTable<Value: Sendable>: Sendable {
    private struct Row: Sendable {
        var value: Value
        var span: UInt32
    }

    private var rows = ChunkedArray<Row>(chunkShift: 8)

    var count: Int { rows.count }

    /// Adds a row for a span that does not come before the one of the last row.
    mutating func append(_ value: Value, span: Int) {
        // The numbers of spans fit into 32 bits: 2^32 spans would take 300 GB.
        rows.append(Row(value: value, span: UInt32(span)))
    }

    func values(of span: Int) -> [Value] {
        var values: [Value] = []
        var row = rows.partitioningIndex { $0.span >= span }
        while row < rows.count, rows[row].span == span {
            values.append(rows[row].value)
            row += 1
        }
        return values
    }

    func first(of span: Int) -> Value? {
        let row = rows.partitioningIndex { $0.span >= span }
        guard row < rows.count, rows[row].span == span else { return nil }
        return rows[row].value
    }

    mutating func removeAll(from row: Int) { rows.removeAll(from: row) }
}

/// Every distinct value once, numbered from 1 in the order of its first appearance.
struct InternedValues<Value: Hashable & Sendable>: Sendable {
    private var values: [Value] = []
    private var numbers: [Value: UInt32] = [:]
    private var last: UInt32 = 0
    /// So many are faster compared than hashed; mostly there are no more.
    private static var mostCompared: Int { 8 }

    var count: Int { values.count }

    mutating func number(of value: Value) -> UInt32 {
        // Spans of one payload mostly come from one sender.
        if last > 0, values[Int(last) - 1] == value { return last }
        if values.count <= Self.mostCompared {
            for place in values.indices where values[place] == value {
                last = UInt32(place) + 1
                return last
            }
        }
        if let known = numbers[value] {
            last = known
            return known
        }
        values.append(value)
        last = UInt32(values.count)
        numbers[value] = last
        return last
    }

    /// nil for 0.
    subscript(number: UInt32) -> Value? { number == 0 ? nil : values[Int(number) - 1] }

    mutating func removeAll(from count: Int) {
        guard count < values.count else { return }
        for value in values[count...] { numbers[value] = nil }
        values.removeSubrange(count...)
        last = 0
    }
}
