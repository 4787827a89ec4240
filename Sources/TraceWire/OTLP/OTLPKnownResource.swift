import TraceBytes
import TraceModel

/// The resource that came last, by its bytes in protobuf. A sender's is the same in each of its requests, and to make its
/// texts anew costs as much as to read a span.
///
/// Bytes that were read before are not compared with the limits again, so that one belongs to payloads of the same limits.
package struct OTLPKnownResource: Sendable {
    private var bytes: [UInt8] = []
    private var resource = Resource()
    /// Another one was met than before.
    private(set) package var isNew = false

    /// Longer ones are rarely repeated.
    private static let longest = 4096

    package init() {}

    /// The resource that these bytes were read as; nil for others than the last ones.
    func resource(of message: borrowing RawSpan) -> Resource? {
        guard message.byteCount > 0, message.byteCount == bytes.count, bytes.span.bytes.equals(message) else {
            return nil
        }
        return resource
    }

    mutating func remember(_ resource: Resource, of message: borrowing RawSpan) {
        guard message.byteCount <= Self.longest else { return }
        bytes = message.copied()
        self.resource = resource
        isNew = true
    }

    /// The same, told as one that others know already.
    package var known: OTLPKnownResource {
        var copy = self
        copy.isNew = false
        return copy
    }
}
