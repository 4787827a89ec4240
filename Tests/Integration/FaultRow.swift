import Testing
import HopServer

/// A fault, the hop that has it, and exactly the claims that fail.
struct FaultRow: Sendable, CustomTestStringConvertible {
    var fault: String
    var hop: String
    var failing: Set<String>
    /// The row wants real delays; all others run without, which is faster.
    var needsDelays = false
    /// The forms of the exports, the judged one first.
    var forms = [ExportForm.zipkinV2]

    var testDescription: String {
        "\(fault) at \(hop): \(failing.isEmpty ? "nothing" : failing.sorted().joined(separator: ", "))"
    }

    static let knownFaults = HopFault.all.map(\.id)

    private static func row(
        _ fault: String, _ hop: String, _ failing: String..., delays: Bool = false,
        forms: [ExportForm] = [.zipkinV2]
    ) -> FaultRow {
        FaultRow(fault: fault, hop: hop, failing: Set(failing), needsDelays: delays, forms: forms)
    }

    static let all: [FaultRow] = [
        row("upper-case-export-ids", "app-b", "export/accepted"),
        row("traces-exports", "app-b", "export/untraced"),
        row("further-forms-differ", "app-b", "formats/equivalent", forms: ExportForm.together),
        // With one form there is nothing that could differ.
        row("further-forms-differ", "app-b"),
        row("exports-twice", "app-b", "accounting/balanced"),
        row("loses-server-spans", "app-b", "accounting/balanced"),
        row("loses-leaf", "app-c", "spans/shape"),
        row("wrong-kind", "app-b", "spans/shape"),
        row("milliseconds-for-microseconds", "app-b", "time/within-run"),
        row("slow-span-clock", "app-b", "time/agrees", delays: true),
        row("child-outside-parent", "app-b", "time/enclosed"),
        row("repeats-context-header", "app-b", "headers/well-formed"),
        row("upper-case-header-ids", "app-b", "headers/context"),
        row("truncated-header-ids", "app-a", "headers/context"),
        row("drops-request-id", "app-b", "headers/propagated"),
        // The last hop makes no call: what is wrong about outgoing headers cannot show.
        row("drops-request-id", "app-c"),
        row("drops-parent", "app-b", "linkage/edge-parent"),
        row("forwards-stale-span-id", "app-b", "linkage/edge-parent"),
        row("swaps-parent-and-span", "app-b", "linkage/edge-parent"),
        row("new-trace-per-hop", "app-b", "linkage/one-trace"),
        row("new-trace-per-hop", "app-c", "linkage/one-trace"),
        row("wrong-service-name", "app-b", "linkage/expected-hops"),
        row("orphan-span", "app-b", "linkage/no-orphans"),
        row("second-root", "app-b", "linkage/single-root"),
        row("cyclic-parents", "app-b", "linkage/no-cycles"),
        row("repeats-span-id", "app-b", "linkage/unique-span-ids"),
        row("missing-tag", "app-b", "tags/configured"),
        row("tag-of-another-hop=message:Hello from app-c", "app-b", "tags/configured"),
        row("wrong-path", "app-b", "tags/http"),
        row("id-in-span-name", "app-b", "names/stable"),
        row("delay-too-short", "app-b", "delay/bounds", delays: true),
        row("delay-too-long", "app-b", "delay/bounds", delays: true),
        row("wrong-delay-rate", "app-b", "delay/rate", delays: true),
        row("wrong-error-rate", "app-b", "error/rate"),
        row("wrong-code", "app-b", "error/code"),
        row("server-span-says-ok", "app-b", "error/code"),
        row("client-span-unset", "app-a", "error/code"),
        row("exports-although-denied", "app-b", "sampling/honoured"),
        row("misreads-zero", "app-b", "sampling/consistent"),
        row("hides-upstream", "app-b", "payload/hops"),
        row("answers-after-export", "app-b", "collector/independent"),
    ]
}
