import TraceModel

/// How much of its speed decoding keeps while a store grows to a million spans: compared with the same batches decoded
/// into a store that is emptied for each.
///
/// Every batch is new, so that neither identifiers nor values are in the store already, and every span has a trace of
/// its own, which is the worst case. Both stores read in turns, so that a noisy machine disturbs both alike.
struct StoreGrowth {
    let spanCount = 1_000_000
    let spansPerBatch = 100
    /// Read by one store before the other has its turn.
    let batchesPerTurn = 40

    private let forms: [DecodedForm] = [.otlpJSON, .otlpProtobuf, .zipkinV2, .jaegerCompact]

    func figures() throws -> [Figure] {
        try forms.enumerated().map { number, form in
            // One run is enough: it has 250 turns.
            let ratios = try FreshProcess.figures(of: "growth", number)
            return Figure("\(form.name), growing to 1 M spans", "of its speed", ratios, wanted: .atLeast(0.7))
        }
    }

    /// Measured in a process of its own.
    func ratio(ofForm number: Int) throws -> Double {
        let form = forms[number]
        // All are made before: what one gave back would be room for the store, which could do with less fresh memory.
        let payloads = (0..<spanCount / spansPerBatch).map { batch in
            form.encode(SyntheticSpans.batch(count: spansPerBatch, seed: UInt64(batch)))
        }
        var emptied = SpanStore()
        var growing = SpanStore()
        var seconds = (emptied: 0.0, growing: 0.0)
        for first in stride(from: 0, to: payloads.count, by: batchesPerTurn) {
            let turn = payloads[first..<min(first + batchesPerTurn, payloads.count)]
            seconds.emptied += try processorSeconds {
                for payload in turn {
                    emptied.removeAll()
                    try form.decode(payload, spans: spansPerBatch, into: &emptied)
                }
            }
            seconds.growing += try processorSeconds {
                for payload in turn { try form.decode(payload, spans: spansPerBatch, into: &growing) }
            }
        }
        return seconds.emptied / seconds.growing
    }
}
