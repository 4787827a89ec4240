import TraceBytes
import TraceModel
import TracePropagation
import TraceTransport

/// Makes the requests of a run: known ids, one UUID each, the context in every format that was asked for.
///
/// The ids follow from the seed, so that `--seed` repeats a run with the same injections.
struct RequestFactory {
    private let settings: RunSettings
    private let propagators: Propagators
    private var generator: SplitMix64
    private var nextNumber = 0

    init(_ settings: RunSettings) {
        self.settings = settings
        propagators = Propagators(PropagationFormats.all.filter { settings.contexts.contains($0.name) })
        generator = SplitMix64(seed: settings.seed)
    }

    /// A request that was not sent yet.
    struct Draft: Sendable {
        var number: Int
        var phase: RunPhase
        var context: SpanContext?
        var requestID: String
        var headers: HeaderFields
    }

    /// - Parameter isWanted: whether ids will do; others are drawn until they do, or a thousand did not.
    mutating func draft(
        _ phase: RunPhase, host: String, where isWanted: (TraceID) -> Bool = { _ in true }
    ) -> Draft {
        defer { nextNumber += 1 }
        let traceID = traceID(where: isWanted)
        let spanID = SpanID.random(using: &generator)
        let requestID = uuid()
        var headers = HeaderFields([
            ("Host", host), ("User-Agent", "harness"), ("Accept", "application/json"), ("x-request-id", requestID),
        ])
        let isWithout = propagators.formats.isEmpty || phase == .contextless
        let context = isWithout ? nil : context(traceID, spanID, phase)
        if let context { propagators.inject(context, into: &headers) }
        return Draft(number: nextNumber, phase: phase, context: context, requestID: requestID, headers: headers)
    }

    private mutating func traceID(where isWanted: (TraceID) -> Bool) -> TraceID {
        var traceID = TraceID.random(using: &generator)
        var isFound = isWanted(traceID)
        var attempts = 0
        while !isFound, attempts < 1000 {
            traceID = .random(using: &generator)
            isFound = isWanted(traceID)
            attempts += 1
        }
        return traceID
    }

    private func context(_ traceID: TraceID, _ spanID: SpanID, _ phase: RunPhase) -> SpanContext {
        let decision: SamplingDecision =
            switch settings.sampled {
            case _ where phase == .denied: .deny
            case .accept: .accept
            case .deny: .deny
            case .debug: .debug
            case .defer: .defer
            }
        return SpanContext(
            traceID: traceID, spanID: spanID, sampling: decision,
            traceState: [TraceStateMember("harness", spanID.hex), TraceStateMember("vendor", "t61rcWkgMzE")])
    }

    /// RFC 9562 section 5.4: 122 random bits.
    private mutating func uuid() -> String {
        let high = generator.next() & 0xffff_ffff_ffff_0fff | 0x4000
        let low = generator.next() & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
        let digits = Array(hexDigits(high) + hexDigits(low))
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }
}

/// SplitMix64: a small random source that repeats from its seed.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15  // wraps by design: the additive step of SplitMix64
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9  // wraps by design: multiplication modulo 2^64
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb  // wraps by design: multiplication modulo 2^64
        return mixed ^ (mixed >> 31)
    }
}
