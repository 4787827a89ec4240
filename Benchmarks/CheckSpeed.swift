import TraceBytes
import TraceCatalogue
import TraceModel
import TraceRules
import TraceWire

/// Spans judged in a second of processor time by all rules of their form, as they come from recordings.
struct CheckSpeed {
    let rounds = 5
    let batches = 50
    let spansPerBatch = 100

    private let forms: [(form: DecodedForm, format: WireFormat)] = [
        (.otlpJSON, OTLP.json), (.otlpProtobuf, OTLP.protobuf), (.zipkinV2, ZipkinV2.json),
        (.jaegerCompact, Jaeger.compact), (.jaegerBinary, Jaeger.http),
        (.jaegerProtobuf, Jaeger.grpc),
    ]

    func figures() throws -> [Figure] {
        let spans = (0..<batches).map { SyntheticSpans.batch(count: spansPerBatch, seed: UInt64($0)) }
        return try forms.map { form, format in
            let payloads = spans.map { SubmittedPayload(form.encode($0), source: "batch", format: format) }
            // The rules of the form and of its requests; those about content and traces ask the same of every form.
            let selection = CheckSelection(
                rules: RuleSelection(skip: [Glob("content"), Glob("trace"), Glob("expected"), Glob("http/export")]))
            var speeds: [Double] = []
            for _ in 0..<rounds {
                var judge = RunJudge(selection)
                let taken = processorSeconds { for payload in payloads { judge.judge(payload) } }
                let result = judge.finish()
                guard result.account.spans == batches * spansPerBatch, result.account.unjudged.count == 0 else {
                    throw BenchmarkError.unexpected("\(result.account.spans) spans judged")
                }
                speeds.append(Double(batches * spansPerBatch) / taken)
            }
            return Figure("\(form.name) by all rules", "spans/s", speeds, wanted: .atLeast(100_000))
        }
    }
}
