import TraceBytes
import TraceConsole
import TraceModel

/// One way to be wrong: a hop that runs with it breaks exactly one claim of `harness verify`.
///
/// A fault bends a hop at one of the places that ``Hooks`` names. A healthy hop has empty hooks.
package struct HopFault: Sendable {
    /// A kebab word that never changes: `hop-server --fault drops-parent`.
    package let id: String
    /// What is wrong, for `--help` and the log.
    package let summary: String
    private let install: @Sendable (_ hooks: inout Hooks, _ argument: String?) throws(HopFaultError) -> Void

    init(
        _ id: String, _ summary: String,
        install: @escaping @Sendable (_ hooks: inout Hooks, _ argument: String?) throws(HopFaultError) -> Void
    ) {
        self.id = id
        self.summary = summary
        self.install = install
    }

    /// The hooks of a list of `id` or `id=argument`; hooks of several faults at one place apply in order.
    package static func hooks(for specifications: [String]) throws(HopFaultError) -> Hooks {
        var hooks = Hooks()
        for specification in specifications {
            let parts = specification.split(separator: "=", maxSplits: 1).map(String.init)
            let id = parts.first ?? ""
            guard let fault = all.first(where: { $0.id == id }) else { throw .unknown(id, known: all.map(\.id)) }
            try fault.install(&hooks, parts.count > 1 ? parts[1] : nil)
        }
        return hooks
    }
}

package enum HopFaultError: Error, Sendable, CustomStringConvertible {
    case unknown(String, known: [String])
    case argument(fault: String, expected: String)

    package var description: String {
        switch self {
        case .unknown(let id, let known):
            "no fault is called '\(id)'; "
                + (nearest(to: id, among: known).map { "did you mean '\($0)'?" }
                    ?? "there are \(known.joined(separator: ", "))")
        case .argument(let fault, let expected): "the fault \(fault) takes \(expected)"
        }
    }
}

/// The places where a fault can bend a hop, each with the functions that apply there in order; most often none.
package struct Hooks: Sendable {
    /// What was read from the headers of the inbound call; `headers` are as they came.
    package var extracted: [@Sendable (inout SpanContext?, HeaderFields) -> Void] = []
    /// The plan of an inbound call.
    package var planned: [@Sendable (inout RequestPlan, InjectionSettings) -> Void] = []
    /// Whether the spans of a call are recorded.
    package var recorded: [@Sendable (inout Bool) -> Void] = []
    /// The context that the call to the next hop will carry.
    package var injected: [@Sendable (inout SpanContext, CallFacts) -> Void] = []
    /// The header fields of the call to the next hop.
    package var outgoing: [@Sendable (inout HeaderFields) -> Void] = []
    /// The spans of one inbound call, ended, before they are counted; with their roles.
    package var ended: [@Sendable (inout [RoleSpan], CallFacts) -> Void] = []
    /// The batch on its way to the collector, after counting.
    package var batched: [@Sendable (inout [TraceSpan]) -> Void] = []
    /// The batch on its way in a form beside the first, after ``batched``.
    package var batchedFurther: [@Sendable (inout [TraceSpan]) -> Void] = []
    /// The encoded payload.
    package var encoded: [@Sendable (inout [UInt8]) -> Void] = []
    /// The members of the answer's body, names of hops and their hosts; with the name of this hop.
    package var answered: [@Sendable (inout [JSONMember], String) -> Void] = []
    /// The trace id that came in is not continued.
    package var startsNewTraces = false
    /// The answer is held until the collector has the spans.
    package var answersAfterExport = false
    /// The exporter's own posts become spans.
    package var tracesExports = false

    package init() {}
}

/// A span with its role in the inbound call.
package struct RoleSpan: Sendable {
    package var role: SpanRole
    package var span: TraceSpan
}

/// What a fault may know about the inbound call in work.
package struct CallFacts: Sendable {
    /// What came in, before any fault; nil without context.
    package var incoming: SpanContext?
    package var serverSpanID: SpanID
    /// The injected status when the error strikes.
    package var injectedCode: Int?
    /// The keys of `tracing.tags`, in the order of the file.
    package var configuredTags: [String]
}
