import TraceBytes
import TraceModel
import TraceWire

extension SubmittedPayload {
    /// Why a payload has no spans to read.
    public struct Unreadable: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// The spans of the payload as servers read them, and the format that it came in.
    public func spans() throws(Unreadable) -> (format: WireFormat, spans: [TraceSpan]) {
        if let broken = request?.brokenRule { throw Unreadable(description: "\(source): it is no request: \(broken)") }
        let content: [UInt8]
        switch self.content(limits: .default) {
        case .success(let bytes): content = bytes
        case .failure(let error): throw Unreadable(description: "\(source): \(error)")
        }
        guard let format = format ?? PayloadSniffing.format(of: self, content: content) else {
            throw Unreadable(description: "\(source): \(PayloadSniffing.advice(for: self))")
        }
        if content.isEmpty { return (format, []) }
        var store = SpanStore()
        do throws(WireError) {
            try format.decode(content, into: &store)
        } catch {
            throw Unreadable(description: "\(source): \(error)")
        }
        return (format, store.allSpans())
    }
}
