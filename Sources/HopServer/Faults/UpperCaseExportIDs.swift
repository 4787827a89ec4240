import TraceBytes
import TraceModel

extension HopFault {
    /// The ids of the exported payload are in upper case, which Zipkin refuses.
    static let upperCaseExportIDs = HopFault("upper-case-export-ids", "writes upper-case ids into the export") {
        hooks, _ in
        hooks.encoded.append { payload in
            // Ids are the only texts of 16 or 32 hexadecimal digits in a payload of ours: fold each of them.
            var start = payload.startIndex
            while let quote = payload[start...].firstIndex(of: UInt8(ascii: "\"")) {
                let text = payload[(quote + 1)...].prefix { $0 != UInt8(ascii: "\"") }
                if text.count == 16 || text.count == 32, text.allSatisfy({ lowerHexValue($0) != nil }) {
                    for index in text.indices where payload[index] >= UInt8(ascii: "a") { payload[index] -= 0x20 }
                }
                start = min(text.endIndex + 1, payload.endIndex)
            }
        }
    }
}
