import TraceBytes
import TracePropagation

extension EdgeContext {
    /// Every context that the headers spell, one for each format that is there, in the order tracecontext, b3multi, b3.
    ///
    /// Ids in upper case or of another length are left to the claim about what travels on.
    package static func all(in headers: HeaderFields) -> [EdgeContext] {
        Propagators.contexts(in: headers).map { wire in
            EdgeContext(
                format: wire.format, traceIDText: wire.traceIDText, spanIDText: wire.spanIDText,
                sampling: wire.sampling, traceState: wire.traceState,
                flaw: wire.flaws.first { $0.kind != .idSpelling }?.description, context: wire.context)
        }
    }
}
