import HopServer
import Testing

/// One row of the table "a fault at a hop → the claims that fail".
struct FaultRow: CustomTestStringConvertible {
    /// As `--fault` takes it.
    let fault: String
    let hop: Int
    let failing: Set<String>
    /// The hops that findings name.
    let accused: Set<Int?>

    /// The forms of the exports: a fault of several forms shows in several only.
    var forms: [ExportForm] { fault == "further-forms-differ" ? ExportForm.together : [.zipkinV2] }

    var testDescription: String { "\(fault) at \(["a", "b", "c"][hop])" }

    private init(_ fault: String, _ hop: Int, _ claim: String?, accused: Set<Int?>? = nil) {
        self.fault = fault
        self.hop = hop
        failing = claim.map { ["chain/" + $0] } ?? []
        self.accused = accused ?? (claim == nil ? [] : [hop])
    }

    static let all: [FaultRow] =
        everywhere.flatMap { fault, claim in (0..<3).map { FaultRow(fault, $0, claim) } }
        + outgoing.flatMap { fault, claim in
            // The last hop makes no calls.
            [FaultRow(fault, 0, claim), FaultRow(fault, 1, claim), FaultRow(fault, 2, nil)]
        } + special

    private static let everywhere: [(String, String)] = [
        ("upper-case-export-ids", "export/accepted"), ("traces-exports", "export/untraced"),
        ("further-forms-differ", "formats/equivalent"),
        ("exports-twice", "accounting/balanced"), ("loses-server-spans", "accounting/balanced"),
        ("loses-leaf", "spans/shape"), ("wrong-kind", "spans/shape"),
        ("milliseconds-for-microseconds", "time/within-run"), ("slow-span-clock", "time/agrees"),
        ("child-outside-parent", "time/enclosed"),
        ("drops-parent", "linkage/edge-parent"), ("swaps-parent-and-span", "linkage/edge-parent"),
        ("new-trace-per-hop", "linkage/one-trace"), ("wrong-service-name", "linkage/expected-hops"),
        ("orphan-span", "linkage/no-orphans"), ("second-root", "linkage/single-root"),
        ("cyclic-parents", "linkage/no-cycles"), ("repeats-span-id", "linkage/unique-span-ids"),
        ("missing-tag", "tags/configured"), ("wrong-path", "tags/http"), ("id-in-span-name", "names/stable"),
        ("delay-too-short", "delay/bounds"), ("delay-too-long", "delay/bounds"),
        ("wrong-delay-rate", "delay/rate"), ("wrong-error-rate", "error/rate"),
        ("wrong-code", "error/code"), ("server-span-says-ok", "error/code"),
        ("exports-although-denied", "sampling/honoured"), ("answers-after-export", "collector/independent"),
    ]

    private static let outgoing: [(String, String)] = [
        ("repeats-context-header", "headers/well-formed"), ("upper-case-header-ids", "headers/context"),
        ("truncated-header-ids", "headers/context"), ("drops-request-id", "headers/propagated"),
        ("forwards-stale-span-id", "linkage/edge-parent"), ("client-span-unset", "error/code"),
        // The last hop has nobody to hide.
        ("hides-upstream", "payload/hops"),
    ]

    private static let special: [FaultRow] = [
        FaultRow("tag-of-another-hop=message:Hello from app-b", 0, "tags/configured"),
        FaultRow("tag-of-another-hop=message:Hello from app-c", 1, "tags/configured"),
        FaultRow("tag-of-another-hop=quote:May the Force be with you.", 2, "tags/configured"),
        // All hops export, so the trace is whole, and the refusal of the client is what was not honoured.
        FaultRow("misreads-zero", 0, "sampling/honoured"),
        FaultRow("misreads-zero", 1, "sampling/consistent"),
        // The last hop has nobody to tell: it merely exports although denied.
        FaultRow("misreads-zero", 2, "sampling/honoured"),
    ]
}

enum HopFaultNames {
    static let all = HopFault.all.map(\.id)
}
