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

    private struct Form {
        let name: String
        let format: WireFormat
        /// The rules of the form, by their ids.
        let rules: [String]
        let encode: ([TraceSpan]) -> [UInt8]
    }

    private let forms = [
        Form(
            name: "OTLP JSON", format: OTLP.json, rules: ["otlp", "otlp-json"], encode: { OTLPJSONEncoder.encode($0) }),
        Form(
            name: "OTLP protobuf", format: OTLP.protobuf, rules: ["otlp", "otlp-protobuf"],
            encode: { OTLPProtobufEncoder.encode($0) }),
        Form(
            name: "Zipkin v2 JSON", format: ZipkinV2.json, rules: ["zipkin-v2"],
            encode: { ZipkinV2JSONEncoder.encode($0) }),
        Form(
            name: "Jaeger over HTTP", format: Jaeger.http, rules: ["jaeger", "jaeger-http"],
            encode: { JaegerEncoder.bodies(of: $0.map(DecodingSpeed.ofOneProcess))[0] }),
    ]

    func figures() throws -> [Figure] {
        let spans = (0..<batches).map { SyntheticSpans.batch(count: spansPerBatch, seed: UInt64($0)) }
        return try forms.map { form in
            let payloads = spans.map { SubmittedPayload(form.encode($0), source: "batch", format: form.format) }
            // Every rule that a payload of the form exercises; the traces are judged at the end of a run, and not here.
            let selection = CheckSelection(rules: RuleSelection(skip: [Glob("trace"), Glob("expected")]))
            var speeds: [Double] = []
            for _ in 0..<rounds {
                var judge = RunJudge(selection)
                let taken = processorSeconds { for payload in payloads { judge.judge(payload) } }
                let result = judge.finish()
                guard result.account.spans == batches * spansPerBatch, result.account.unjudged.isEmpty else {
                    throw BenchmarkError.unexpected("\(result.account.spans) spans judged")
                }
                speeds.append(Double(batches * spansPerBatch) / taken)
            }
            return Figure("\(form.name) by all rules", "spans/s", speeds, wanted: .atLeast(100_000))
        }
    }
}
