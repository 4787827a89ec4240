import Foundation
import TraceBytes
import TraceModel
import TraceWire

/// Spans decoded in a second, in each format: into the store, emptied for every batch, and by `JSONDecoder` into plain
/// structs. All are the same spans and are read in turns, so that a noisy machine disturbs all alike; the ratios are to
/// `JSONDecoder` on OTLP's JSON.
struct DecodingSpeed {
    let rounds = 7
    let batches = 40
    let spansPerBatch = 100

    private let forms: [DecodedForm] = [
        .otlpJSON, .otlpProtobuf, .zipkinV2, .jaegerCompact, .jaegerBinary, .jaegerProtobuf,
    ]

    func figures() throws -> [Figure] {
        let spans = (0..<batches).map { SyntheticSpans.batch(count: spansPerBatch, seed: UInt64($0)) }
        let payloads = forms.map { form in spans.map(form.encode) }
        let plain = spans.map { Data(OTLPJSONEncoder.encode($0)) }

        var ours = forms.map { _ in [Double]() }
        var theirs: [Double] = []
        for (form, payloads) in zip(forms, payloads) { _ = try decodeIntoStore(form, payloads, times: 1) }
        _ = try decodePlainly(plain)
        for _ in 0..<rounds {
            // More often than the other, so that all are measured for a like time.
            for (place, form) in forms.enumerated() {
                ours[place].append(try decodeIntoStore(form, payloads[place], times: 20) / 20)
            }
            theirs.append(try decodePlainly(plain))
        }
        return forms.indices.flatMap { place in
            figures(of: forms[place], payloads[place], ours[place], theirs)
        } + [
            Figure("JSONDecoder, OTLP JSON into plain structs", "spans/s", theirs.map { spanCount / $0 }),
            Figure("  the same", "MB/s", theirs.map { Self.bytes(plain) / $0 / 1e6 }),
        ]
    }

    private var spanCount: Double { Double(batches * spansPerBatch) }

    private static func bytes(_ payloads: [some Collection<UInt8>]) -> Double {
        Double(payloads.reduce(0) { $0 + $1.count })
    }

    private func figures(
        of form: DecodedForm, _ payloads: [[UInt8]], _ ours: [Double], _ theirs: [Double]
    ) -> [Figure] {
        [
            Figure("\(form.name) into the store", "spans/s", ours.map { spanCount / $0 }),
            Figure("  the same", "MB/s", ours.map { Self.bytes(payloads) / $0 / 1e6 }),
            Figure(
                "  to JSONDecoder", "times", zip(ours, theirs).map { $1 / $0 }, wanted: form.wanted.map { .atLeast($0) }
            ),
        ]
    }

    private func decodeIntoStore(_ form: DecodedForm, _ payloads: [[UInt8]], times: Int) throws -> Double {
        var store = SpanStore()
        return try processorSeconds {
            for _ in 0..<times {
                for payload in payloads {
                    store.removeAll()
                    try form.decode(payload, spans: spansPerBatch, into: &store)
                }
            }
        }
    }

    private func decodePlainly(_ payloads: [Data]) throws -> Double {
        let decoder = JSONDecoder()
        return try processorSeconds {
            for payload in payloads {
                let groups = try decoder.decode(PlainRequest.self, from: payload).resourceSpans
                let count = groups.reduce(0) { $0 + $1.scopeSpans.reduce(0) { $0 + $1.spans.count } }
                guard count == spansPerBatch else { throw BenchmarkError.unexpected("\(count) spans in a batch") }
            }
        }
    }
}
