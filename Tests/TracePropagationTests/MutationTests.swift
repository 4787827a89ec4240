import Testing
import TraceBytes
import TraceModel
import TracePropagation
import TraceTestSupport

@Suite struct MutationTests {
    static let seed: UInt64 = 0x7261_6365
    static let rounds = 20_000

    /// Whatever arrives: nothing traps, what is extracted can be written, and what was written is read back as it was.
    @Test func extractionSurvivesAnythingAndInjectionIsStable() throws {
        var generator = SeededGenerator(seed: Self.seed)
        let vectors = try PropagationVector.all()
        let lists = try ["tracecontext", "b3", "b3multi", "b3,tracecontext", "b3,b3multi", nil].map {
            try Propagators(environment: $0)
        }
        var contexts = 0
        for round in 0..<Self.rounds {
            let headers = mutated(vectors, using: &generator)
            let propagators = lists[round % lists.count]
            let found = propagators.extract(from: headers)
            let written = propagators.tracingHeaders(
                from: headers, context: found.context, sampling: found.sampling)
            let again = propagators.extract(from: written)
            guard again.context == found.context, again.sampling ?? .defer == found.sampling ?? .defer,
                again.disagreements.isEmpty
            else {
                Issue.record(
                    "seed \(Self.seed), round \(round), \(propagators.names): \(headers) became \(written)")
                return
            }
            guard Propagators.contexts(in: written).allSatisfy({ $0.flaws.isEmpty }) else {
                Issue.record("seed \(Self.seed), round \(round): flaws in \(written)")
                return
            }
            if found.context != nil { contexts += 1 }
        }
        // Enough mutations must leave something to extract, or the test says little.
        #expect(contexts > Self.rounds / 10)
    }

    /// The fields of one or two vectors, with a few bytes changed, doubled, lost or swapped.
    private func mutated(
        _ vectors: [PropagationVector], using generator: inout SeededGenerator
    ) -> HeaderFields {
        var headers = HeaderFields()
        for _ in 0..<Int.random(in: 1...2, using: &generator) {
            guard let vector = vectors.randomElement(using: &generator) else { continue }
            for field in vector.headers {
                var value = Array(field.value)
                if Bool.random(using: &generator) {
                    for _ in 0..<Int.random(in: 1...3, using: &generator) { mutate(&value, using: &generator) }
                }
                headers.append(name: field.name, value: value)
            }
        }
        return headers
    }

    private func mutate(_ value: inout [UInt8], using generator: inout SeededGenerator) {
        let telling: [UInt8] = [0x2d, 0x2c, 0x3d, 0x20, 0x09, 0x30, 0x31, 0x64, 0x41, 0x00, 0xff, 0xc3]
        let byte = telling.randomElement(using: &generator) ?? 0
        guard let position = value.indices.randomElement(using: &generator) else { return value.append(byte) }
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: value[position] = byte
        case 1: value[position] = UInt8.random(in: 0...255, using: &generator)
        case 2: value.insert(byte, at: position)
        case 3: value.remove(at: position)
        default: value.append(contentsOf: value[position...])
        }
    }
}
