import TraceRules

/// A request as rules look at it: its fields, and every message in it with its place.
public struct OTLPPayload: Sendable {
    /// ``OTLP/json`` or ``OTLP/protobuf``.
    public let format: WireFormat
    public let request: OTLPRecord
    /// Every message of the payload in its order, what is around one before it.
    let allPlaces: [OTLPPlace]
    /// Of each kind of message the numbers of its places.
    private let numbers: [[Int32]]

    public init(_ request: OTLPRecord, format: WireFormat) {
        self.request = request
        self.format = format
        var index = OTLPPlaceIndex()
        index.add(request, of: nil, position: 0, in: -1, span: -1)
        allPlaces = index.places
        numbers = index.numbers
    }

    /// Every span with what is around it, in order.
    public var spans: [OTLPSpanPlace] { request.spans }

    var isJSON: Bool { format == OTLP.json }

    /// The messages of one kind in their order.
    func places(of message: OTLPMessage) -> OTLPPlaces {
        OTLPPlaces(places: allPlaces, numbers: numbers[Int(message.rawValue)])
    }

    /// The message around; nil for the request.
    func around(_ place: OTLPPlace) -> OTLPPlace? { place.parent < 0 ? nil : allPlaces[Int(place.parent)] }
}
