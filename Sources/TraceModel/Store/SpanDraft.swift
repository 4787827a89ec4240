/// The fixed part of a span while a decoder fills it; texts and endpoints are already in the store, as numbers.
package struct SpanDraft {
    package var traceID = TraceID(high: 0, low: 0)
    package var traceIDWidth = TraceIDWidth.bits128
    package var spanID = SpanID(0)
    /// 0 on a root.
    package var parentSpanID = SpanID(0)
    package var kind = SpanKind.unspecified
    package var status = SpanStatus.Code.unset
    package var name = SpanStore.StringNumber.empty
    /// nil when unknown.
    package var start: Timestamp?
    package var durationNanoseconds: Int64?
    package var isShared = false
    package var isDebug = false
    package var flags: UInt32 = 0
    package var dropped = DroppedCounts()
    package var localEndpoint = SpanStore.EndpointNumber.none
    package var remoteEndpoint = SpanStore.EndpointNumber.none
    package var resource = SpanStore.ResourceNumber.none
    package var scope = SpanStore.ScopeNumber.none

    package init() {}
}

extension SpanStore {
    /// A text in the table of strings.
    package struct StringNumber: Hashable, Sendable {
        let number: UInt32
        package static let empty = StringNumber(number: 0)
    }

    package struct EndpointNumber: Hashable, Sendable {
        let number: UInt32
        package static let none = EndpointNumber(number: 0)
    }

    package struct ResourceNumber: Hashable, Sendable {
        let number: UInt32
        package static let none = ResourceNumber(number: 0)
    }

    package struct ScopeNumber: Hashable, Sendable {
        let number: UInt32
        package static let none = ScopeNumber(number: 0)
    }
}
