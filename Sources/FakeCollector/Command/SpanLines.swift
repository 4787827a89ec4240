import TraceBytes
import TraceModel
import TraceWire

/// What a collector holds, a line of JSON for each span, as `docs/REPORT-FORMAT.md` describes them.
enum SpanLines {
    /// So many are written in one go: meanwhile nothing else is taken.
    private static let spansPerStep = 256

    /// The spans that are there when it is asked, in the order in which they came. Those that are evicted meanwhile are
    /// left out. Runs on the collector's loop, and lets others run.
    static func bytes(of collector: Collector) async -> [UInt8] {
        var lines: [UInt8] = []
        for source in await collector.sources {
            var next = source.numbers.lowerBound
            while next < source.numbers.upperBound {
                let numbers = next..<min(next + spansPerStep, source.numbers.upperBound)
                for (number, span) in await collector.spans(at: numbers) {
                    lines += line(of: span, number, from: source).serialized()
                    lines.append(UInt8(ascii: "\n"))
                }
                next = numbers.upperBound
                await Task.yield()
            }
        }
        return lines
    }

    static func line(of span: TraceSpan, _ number: Int, from source: SpanSource) -> JSONValue {
        let origin = [
            JSONMember("number", .number(number)), JSONMember("receiver", .string(source.receiver)),
            JSONMember("request", source.request.map { .number($0) } ?? .null),
            JSONMember("form", source.format.map { .string($0.name) } ?? .null),
        ]
        return .object(origin + span.jsonMembers)
    }
}
