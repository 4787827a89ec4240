import TraceModel

/// Knows which request a trace belongs to: the client chose its id, a span of it names the request's `x-request-id`,
/// or an edge of the request carried it.
struct TraceOwners {
    private var byTraceID: [TraceID: Int] = [:]
    /// Formats that carry 64 bits lose the high half; the low one still tells.
    private var byLowBits: [UInt64: Int] = [:]
    private var byRequestID: [String: Int] = [:]
    /// Traces on edges that belong to no request: nothing of them is a request's.
    private var stray: Set<TraceID> = []

    /// Knows what the client chose and what the spans say.
    init(_ requests: [SentRequest], spans: [ObservedSpan]) {
        for request in requests {
            byRequestID[request.requestID] = request.number
            if let traceID = request.context?.traceID { remember(traceID, request.number) }
        }
        for span in spans where byTraceID[span.span.traceID] == nil {
            let named = Self.requestIDs(of: span.span).lazy.compactMap { [byRequestID] in byRequestID[$0] }.first
            if let named { byTraceID[span.span.traceID] = named }
        }
    }

    /// What is known first stays: a trace that one request has is not another's.
    mutating func remember(_ traceID: TraceID, _ request: Int) {
        if byTraceID[traceID] == nil { byTraceID[traceID] = request }
        if byLowBits[traceID.low] == nil { byLowBits[traceID.low] = request }
    }

    mutating func rememberStray(_ traceID: TraceID) {
        if byTraceID[traceID] == nil { stray.insert(traceID) }
    }

    func isStray(_ traceID: TraceID) -> Bool { stray.contains(traceID) }

    func owner(ofRequestID text: String) -> Int? { byRequestID[text] }

    func owner(of traceID: TraceID) -> Int? { byTraceID[traceID] }

    func owner(of span: TraceSpan) -> Int? {
        byTraceID[span.traceID] ?? (span.traceIDWidth == .bits64 ? byLowBits[span.traceID.low] : nil)
    }

    /// Semantic conventions: `http.request.header.x-request-id`, a list of texts; Envoy: `guid:x-request-id`.
    private static func requestIDs(of span: TraceSpan) -> [String] {
        ["http.request.header.x-request-id", "http.request.header.x_request_id", "guid:x-request-id"].flatMap { key in
            switch span.attributes[key] {
            case .string(let text)?: [text.filter { !"[]\" ".contains($0) }]
            case .array(let values)?: values.map(\.description)
            default: [] as [String]
            }
        }
    }
}
