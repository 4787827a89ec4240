import TraceModel
import TraceWire

/// Decodes a kept payload again, by the form that was recorded with it.
enum ExportDecoding {
    static func decode(form: String, _ bytes: [UInt8]) -> ExportRecord.Result {
        guard let format = WireFormat.named(form) else {
            return .refused(
                reason: "'\(form)' is no form that this version reads", status: 415, excerpt: Array(bytes.prefix(64)))
        }
        var store = SpanStore()
        do throws(WireError) {
            try format.decode(bytes, into: &store)
            return .accepted(store.allSpans())
        } catch {
            return .refused(reason: error.description, status: 400, excerpt: Array(bytes.prefix(64)))
        }
    }
}
