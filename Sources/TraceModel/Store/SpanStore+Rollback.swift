/// Transactions: a payload that turns out to be bad leaves the store as if it had never come.
extension SpanStore {
    /// How much the store held at some moment.
    public struct Mark: Sendable {
        var spans = 0
        var attributes = 0
        var shapes = 0
        var nestedAttributes = 0
        var wideNumbers = 0
        var composedValues = 0
        var strings = StringTable.Mark.empty
        var texts = ByteArena.Mark.empty
        var endpoints = 0
        var origins = 0
        var resources = 0
        var scopes = 0
        var rows = Rows()
        var remoteEndpoints = 0
        var wideFlags = 0
        var droppedCounts = 0
        var internedValues = 0
    }

    /// Rows of the side tables that are filled before the span that they belong to.
    struct Rows: Sendable {
        var events = 0
        var links = 0
        var statusTexts = 0
        var traceStates = 0
    }

    var rows: Rows {
        Rows(
            events: events.count, links: links.count, statusTexts: statusTexts.count, traceStates: traceStates.count)
    }

    /// The state to which ``rollback(to:)`` returns. Taken between spans, never while one is being built.
    public func mark() -> Mark {
        Mark(
            spans: spans.count, attributes: attributes.count, shapes: shapes.count,
            nestedAttributes: nestedAttributes.count, wideNumbers: wideNumbers.count,
            composedValues: composedValues.count, strings: strings.mark, texts: texts.mark, endpoints: endpoints.count,
            origins: origins.count, resources: resources.count, scopes: scopes.count, rows: rows,
            remoteEndpoints: remoteEndpoints.count, wideFlags: wideFlags.count,
            droppedCounts: droppedCounts.count, internedValues: keysOfInternedValues.count)
    }

    /// Forgets everything that was added since the mark, the unfinished span and fresh strings included.
    public mutating func rollback(to mark: Mark) {
        leaveTraces(from: mark.spans)
        spans.removeAll(from: mark.spans)
        attributes.removeAll(from: mark.attributes)
        shapes.removeAll(from: mark.shapes)
        openShape = AttributeShapes.empty
        nestedAttributes.removeAll(from: mark.nestedAttributes)
        wideNumbers.removeAll(from: mark.wideNumbers)
        composedValues.removeAll(from: mark.composedValues)
        for key in keysOfInternedValues[mark.internedValues...] { keys[Int(key)].distinct -= 1 }
        keysOfInternedValues.removeSubrange(mark.internedValues...)
        strings.roll(back: mark.strings)
        texts.roll(back: mark.texts)
        endpoints.removeAll(from: mark.endpoints)
        origins.removeAll(from: mark.origins)
        resources.removeAll(from: mark.resources)
        scopes.removeAll(from: mark.scopes)
        events.removeAll(from: mark.rows.events)
        links.removeAll(from: mark.rows.links)
        statusTexts.removeAll(from: mark.rows.statusTexts)
        traceStates.removeAll(from: mark.rows.traceStates)
        remoteEndpoints.removeAll(from: mark.remoteEndpoints)
        wideFlags.removeAll(from: mark.wideFlags)
        droppedCounts.removeAll(from: mark.droppedCounts)
        openRows = mark.rows
    }

    /// Forgets everything; the memory of the first chunks is kept for the next batch.
    public mutating func removeAll() {
        // Emptied as a whole: to take traces, shapes and strings out one by one would cost as much as adding them.
        spans.removeAll(from: 0)
        traces.removeAll()
        entered = 0
        shapes.removeAll()
        strings.removeAll()
        keys.removeAll(keepingCapacity: true)
        keysOfInternedValues.removeAll(keepingCapacity: true)
        rollback(to: Mark())
    }
}
