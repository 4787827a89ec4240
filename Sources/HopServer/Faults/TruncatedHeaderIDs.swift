import TraceBytes
import TraceModel

extension HopFault {
    /// The B3 trace id on outgoing calls has lost its high half.
    static let truncatedHeaderIDs = HopFault("truncated-header-ids", "cuts the B3 trace id to 64 bits") { hooks, _ in
        hooks.outgoing.append { headers in
            if let id = headers.text("x-b3-traceid") { headers.replace("x-b3-traceid", with: String(id.suffix(16))) }
        }
    }
}
