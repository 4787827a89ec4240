import TraceBytes
import TraceModel

extension HopFault {
    /// The B3 ids on outgoing calls are in upper case.
    static let upperCaseHeaderIDs = HopFault("upper-case-header-ids", "writes upper-case ids into the B3 headers") {
        hooks, _ in
        hooks.outgoing.append { headers in
            for name in ["x-b3-traceid", "x-b3-spanid"] {
                if let id = headers.text(name) { headers.replace(name, with: id.uppercased()) }
            }
        }
    }
}
