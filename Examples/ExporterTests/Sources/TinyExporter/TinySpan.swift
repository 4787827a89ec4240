/// A finished span: what the application hands to its exporter.
public struct TinySpan: Sendable {
    public var traceID: (high: UInt64, low: UInt64)
    /// Never zero.
    public var id: UInt64
    /// Nil on a root.
    public var parentID: UInt64?
    public var name: String
    public var service: String
    /// Nanoseconds since 1970.
    public var start: UInt64
    public var durationNanoseconds: UInt64
    public var attributes: [(key: String, value: String)]

    public init(
        traceID: (high: UInt64, low: UInt64), id: UInt64, parentID: UInt64? = nil, name: String, service: String,
        start: UInt64, durationNanoseconds: UInt64, attributes: [(key: String, value: String)] = []
    ) {
        self.traceID = traceID
        self.id = id
        self.parentID = parentID
        self.name = name
        self.service = service
        self.start = start
        self.durationNanoseconds = durationNanoseconds
        self.attributes = attributes
    }
}
