import TraceBytes
import TraceModel

extension Propagators {
    /// Writes the context in every format; what their fields said before is gone.
    package func inject(_ context: SpanContext, into headers: inout HeaderFields) {
        for format in formats { format.inject(context, into: &headers) }
    }

    /// Adds the tracing fields of a call to the next service: every format that is spoken, written anew from the context,
    /// then the opaque fields as they came. The fields of formats that are not spoken are dropped.
    ///
    /// - Parameters:
    ///   - incoming: the fields of the request that caused the call.
    ///   - context: names the CLIENT span of this call; nil, or with zero ids, when the call is not traced.
    ///   - sampling: the decision that is passed on without ids when there is no context: a refusal must reach the end.
    ///   - headers: those of the call; what they say of a trace is replaced.
    package func propagate(
        from incoming: HeaderFields, context: SpanContext?, sampling: SamplingDecision? = nil,
        into headers: inout HeaderFields
    ) {
        if let context, context.traceID.isValid, context.spanID.isValid {
            inject(context, into: &headers)
        } else if let decision = sampling ?? context?.sampling {
            for format in formats { format.inject(decision, into: &headers) }
        }
        OpaqueHeaders.copy(from: incoming, into: &headers)
    }

    /// Every context that the fields spell in any format, spoken or not, with what is wrong about it.
    package static func contexts(in headers: HeaderFields) -> [WireContext] {
        PropagationFormats.all.flatMap { $0.contexts(in: headers) }
    }
}
