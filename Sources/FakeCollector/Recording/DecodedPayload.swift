import TraceModel
import TracePlatform
import TraceWire

/// A payload that was decoded away from the collector's loop, with its spans in a store of its own.
final class DecodedPayload: Sendable {
    enum Outcome: Sendable {
        case accepted(WireAnswer?)
        case refused(PayloadRefusal)
    }

    let outcome: Outcome
    private let store: Locked<SpanStore>

    init(_ payload: ReceivedPayload, decode: Recording.Decode) {
        var store = SpanStore()
        do throws(PayloadRefusal) {
            outcome = .accepted(try decode(payload, &store))
        } catch {
            outcome = .refused(error)
        }
        self.store = Locked(store)
    }

    /// The spans; once.
    func takeStore() -> SpanStore {
        var taken = SpanStore()
        store.withLock { swap(&$0, &taken) }
        return taken
    }
}
