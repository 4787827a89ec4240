import TraceWire

/// Where spans with neighbouring numbers came from.
struct SpanSource {
    let numbers: Range<Int>
    let receiver: String
    /// The number of the request that brought them; nil when it was not kept.
    let request: Int?
    let format: WireFormat?
}

extension Recording {
    /// Where each span came from, ascending: a source for every request, and for what lies between those that are kept.
    var sources: [SpanSource] {
        var sources: [SpanSource] = []
        var rest = requests.records.filter { !$0.spanNumbers.isEmpty }[...]
        for run in origins.runs {
            var next = run.numbers.lowerBound
            func add(upTo end: Int, _ request: RecordedRequest? = nil) {
                guard next < end else { return }
                sources.append(
                    SpanSource(
                        numbers: next..<end, receiver: run.label, request: request?.number,
                        format: request?.wireFormat))
                next = end
            }
            // A request lies in one run, and runs and requests are in the order of their spans. Of evicted spans the
            // request may be there and the run not.
            while let request = rest.first, request.spanNumbers.lowerBound < run.numbers.upperBound {
                add(upTo: request.spanNumbers.lowerBound)
                add(upTo: request.spanNumbers.upperBound, request)
                rest.removeFirst()
            }
            add(upTo: run.numbers.upperBound)
        }
        return sources
    }
}
