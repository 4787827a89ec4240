import TraceBytes
import TraceModel
import TraceRules

/// What a service learnt from the header fields of a request, and how the formats contributed.
package struct ExtractedContext: Hashable, Sendable {
    /// What one format said.
    package struct Statement: Hashable, Sendable {
        /// The name of the format.
        package let format: String
        package let extraction: Extraction
    }

    /// nil when no format yields a valid one: a new trace begins.
    package internal(set) var context: SpanContext?
    /// The decision of the context, or one that came without ids (`b3: 0`); nil when nothing was said.
    package internal(set) var sampling: SamplingDecision?
    /// The format that ``context``, else ``sampling``, was taken from.
    package internal(set) var format: String?
    /// Every format that was present, in the order of precedence.
    package internal(set) var statements: [Statement] = []
    /// Where a format that was not chosen contradicts the chosen one; the path is its name and the part: `b3.span-id`.
    package internal(set) var disagreements: [Violation] = []

    /// Why formats that are present were not used.
    package var refusals: [Violation] {
        statements.flatMap { statement -> [Violation] in
            if case .invalid(let reasons) = statement.extraction { reasons } else { [] }
        }
    }
}

extension Propagators {
    /// Asks every format. The first that yields a context wins; a decision without ids counts when there is no context,
    /// or when that one defers. What is invalid is passed over, never repaired.
    ///
    /// Formats that name the same span as the winner complete it: W3C has one bit where B3 has four states, and B3 has
    /// no `tracestate`; taking one alone would lose the debug flag, or the list.
    package func extract(from headers: HeaderFields) -> ExtractedContext {
        var result = ExtractedContext()
        result.statements.reserveCapacity(formats.count)
        var winner: Int?
        var decision: (format: Int, means: SamplingDecision)?
        for (number, format) in formats.enumerated() {
            let extraction = format.extract(from: headers)
            if case .absent = extraction { continue }
            result.statements.append(.init(format: format.name, extraction: extraction))
            if let decision, formats[decision.format].overrules(format) { continue }
            switch extraction {
            case .context(let context):
                if let winner {
                    result.add(context, of: format.name, isCoarse: formats[winner].isCoarse)
                } else {
                    winner = number
                    result.context = context
                }
            case .decision(let means): if decision == nil { decision = (number, means) }
            case .absent, .invalid: continue
            }
        }
        if let decision, result.context?.sampling == .defer { result.context?.sampling = decision.means }
        result.format = (winner ?? decision?.format).map { formats[$0].name }
        result.sampling = result.context?.sampling ?? decision?.means
        return result
    }
}

extension ExtractedContext {
    /// Takes note of a context behind the one that counts.
    fileprivate mutating func add(_ other: SpanContext, of format: String, isCoarse: Bool) {
        guard let chosen = context else { return }
        disagreements += disagreements(of: other, in: format, with: chosen)
        context?.complete(from: other, isCoarse: isCoarse)
    }

    private func disagreements(of other: SpanContext, in format: String, with chosen: SpanContext) -> [Violation] {
        var found: [Violation] = []
        if !chosen.hasTrace(of: other) {
            found.append(
                Violation(at: format + ".trace-id", expected: chosen.traceID.hex, actual: other.b3TraceID))
        }
        if chosen.spanID != other.spanID {
            found.append(Violation(at: format + ".span-id", expected: chosen.spanID.hex, actual: other.spanID.hex))
        }
        let isDecided = chosen.sampling != .defer && other.sampling != .defer
        if isDecided, chosen.sampling.isSampled != other.sampling.isSampled {
            found.append(
                Violation(at: format + ".sampling", expected: "\(chosen.sampling)", actual: "\(other.sampling)"))
        }
        return found
    }
}

extension SpanContext {
    /// A format with 64-bit ids carries the right-most 16 digits of a longer one.
    fileprivate func hasTrace(of other: SpanContext) -> Bool {
        if traceIDWidth == .bits64 || other.traceIDWidth == .bits64 { return traceID.low == other.traceID.low }
        return traceID == other.traceID
    }

    /// Adds what only the other one says, when both name the same span.
    fileprivate mutating func complete(from other: SpanContext, isCoarse: Bool) {
        guard spanID == other.spanID, hasTrace(of: other) else { return }
        if traceState.isEmpty { traceState = other.traceState }
        if other.isRandom, traceID == other.traceID { isRandom = true }
        if parentSpanID == nil { parentSpanID = other.parentSpanID }
        guard isCoarse else { return }
        if traceID == other.traceID, other.traceIDWidth == .bits64 { traceIDWidth = .bits64 }
        switch (sampling, other.sampling) {
        // The bit is set for both of these, and clear for both of those: the finer word is what the caller meant.
        case (.accept, .debug), (.deny, .defer): sampling = other.sampling
        default: break
        }
    }
}
