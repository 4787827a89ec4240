import Testing

/// Whatever arrives: no trap, and never a part of a batch.
@Suite struct RobustnessTests {
    /// All but those with something behind the value, where a cut leaves the value whole, and compressed ones, which without
    /// their coding are like the others.
    @Test(
        arguments: try (WireForm.all.readable() + WireForm.all.payloads(in: .accept))
            .filter { !$0.path.contains("/bytes-behind") && !$0.folder.contains("-gzip") })
    func aPayloadCutAnywhereIsAnErrorAndLeavesTheStoreAsItWas(payload: WirePayload) throws {
        try TruncationSweep(payload: payload).run()
    }

    @Test func everyFormIsChanged() {
        #expect(Self.sweeps.map(\.form) == WireForm.all)
    }

    @Test(arguments: sweeps)
    func changedPayloadsNeverTrapAndAreStoredWholeOrNotAtAll(sweep: MutationSweep) throws {
        try sweep.run()
    }

    /// Short payloads, so that a change meets structure more often than text.
    private static let sweeps: [MutationSweep] = {
        let captured = [MutationSweep.Source(folder: .captured, sizes: 0...1024)]
        let zipkinV2Made = [MutationSweep.Source(folder: .accept, sizes: 22...1024, atLeast: 20)]
        let made = [MutationSweep.Source(folder: .accept, sizes: 0...2048)]
        let madeAndCaptured = made + [MutationSweep.Source(folder: .captured, sizes: 0...2048)]
        let otlp = [
            MutationSweep.Source(folder: .captured, sizes: 0...1000),
            MutationSweep.Source(folder: .accept, sizes: 21...1000, atLeast: 11),
        ]
        return [
            MutationSweep(form: .zipkinV2JSON, count: 20_000, sources: captured),
            MutationSweep(form: .zipkinV2Protobuf, count: 10_000, sources: captured + zipkinV2Made),
            MutationSweep(form: .zipkinV1JSON, count: 8000, sources: madeAndCaptured),
            MutationSweep(form: .zipkinV1Thrift, count: 8000, sources: made),
            MutationSweep(form: .zipkinV1Datagram, count: 8000, sources: made),
            MutationSweep(form: .otlpJSON, count: 10_000, sources: otlp),
            MutationSweep(form: .otlpProtobuf, count: 10_000, sources: otlp),
            MutationSweep(form: .otlpGRPC, count: 8000, sources: captured),
            MutationSweep(form: .jaegerCompact, count: 8000, sources: madeAndCaptured),
            MutationSweep(form: .jaegerBinary, count: 8000, sources: made),
            MutationSweep(form: .jaegerHTTP, count: 8000, sources: madeAndCaptured),
            MutationSweep(form: .jaegerGRPC, count: 8000, sources: madeAndCaptured),
        ]
    }()
}
