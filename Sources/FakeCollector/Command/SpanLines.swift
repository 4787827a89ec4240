import TraceBytes
import TraceModel
import TraceTransport
import TraceWire

/// What a collector holds, a line of JSON for each span, as `docs/REPORT-FORMAT.md` describes them.
enum SpanLines {
    /// So many are written in one go: meanwhile nothing else is taken.
    private static let spansPerStep = 128

    /// The spans that are there when it is asked, in the order in which they came. Those that are evicted meanwhile are
    /// left out. Runs on the collector's loop, and lets others run.
    static func bytes(of collector: Collector) async throws(CancellationError) -> [UInt8] {
        var lines: [UInt8] = []
        for source in await collector.sources {
            var next = source.numbers.lowerBound
            while next < source.numbers.upperBound {
                let numbers = next..<min(next + spansPerStep, source.numbers.upperBound)
                for (number, span) in await collector.spans(at: numbers) {
                    lines += line(of: span, number, from: source)
                    lines.append(UInt8(ascii: "\n"))
                }
                next = numbers.upperBound
                // Every socket has its turn in between.
                try await collector.loop.nextTurn()
            }
        }
        return lines
    }

    private static func line(of span: TraceSpan, _ number: Int, from source: SpanSource) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.key(known: "number")
        json.write(number)
        json.key(known: "receiver")
        json.write(source.receiver)
        json.key(known: "request")
        if let request = source.request { json.write(request) } else { json.writeNull() }
        json.key(known: "form")
        if let format = source.format { json.write(format.name) } else { json.writeNull() }
        json.writeMembers(of: span)
        json.endObject()
        return json.bytes
    }
}
