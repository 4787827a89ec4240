import TraceModel

/// The random draw that decides an injection: a pure function of (seed, hop name, trace id, purpose).
///
/// With the same seed and ids the same requests are hit in whatever order they run and in whatever process, so that a
/// judge can compute beforehand which ones. The draw is SipHash-2-4 under the key (seed, 0) of
///
///     name in UTF-8 · 0x00 · trace id as 16 big-endian bytes, padded on the left · purpose in ASCII
///
/// and its top 53 bits divided by 2^53 are uniform in [0, 1). `fixtures/injection/draws.json` fixes 20 values.
package struct InjectionDraw: Sendable {
    private let seed: UInt64
    /// How every message of the hop begins.
    private let prefix: [UInt8]

    package enum Purpose: String, Sendable, CaseIterable {
        /// Whether the delay strikes.
        case delay
        /// How long it lasts.
        case delayLength = "delay-length"
        /// Whether the error strikes.
        case error
    }

    package init(seed: UInt64, hopName: String) {
        self.seed = seed
        prefix = Array(hopName.utf8) + [0]
    }

    /// Uniform in [0, 1).
    package func value(_ purpose: Purpose, traceID: TraceID) -> Double {
        let message = prefix + traceID.bytes + purpose.rawValue.utf8
        return Double(sipHash24(key: (seed, 0), message) >> 11) * 0x1p-53
    }

    /// Whether an injection with this rate, in percent, strikes: 0 never does, 100 always.
    package func strikes(_ purpose: Purpose, ratePercent: Double, traceID: TraceID) -> Bool {
        Self.strikes(value(purpose, traceID: traceID), ratePercent: ratePercent)
    }

    static func strikes(_ value: Double, ratePercent: Double) -> Bool { value * 100 < ratePercent }

    /// The seconds of a delay that strikes: uniform in [from, to], not rounded.
    package func delaySeconds(from: Double, to: Double, traceID: TraceID) -> Double {
        from + (to - from) * value(.delayLength, traceID: traceID)
    }
}
