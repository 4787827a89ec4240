import TraceModel

/// Makes canonical spans of one span of version 1, as the reference server converts it.
///
/// Version 1 has no kinds and no sides: a span holds the events of whoever took part in it, each with its endpoint. The
/// core annotations say the kind of the side that saw them, pairs of them say its times, and a span that both sides of a
/// call wrote into becomes two, the server's shared. Sides are told apart by the names of their services.
struct ZipkinV1Conversion {
    private let source: ZipkinV1Draft
    /// One for each side, in the order in which they appear; the first has what no endpoint is said for.
    private var spans: [TraceSpan]
    /// The last of each core annotation that has an endpoint.
    private var core: [String: ZipkinV1Annotation] = [:]

    private static let coreKinds: [String: SpanKind?] = [
        "cs": .client, "cr": .client, "sr": .server, "ss": .server, "ms": .producer, "mr": .consumer, "ws": nil,
        "wr": nil,
    ]

    static func spans(of source: ZipkinV1Draft) -> [TraceSpan] {
        var conversion = ZipkinV1Conversion(source)
        conversion.takeAnnotations()
        conversion.inferStarts()
        conversion.setCallTimes()
        conversion.setMessagingTimes()
        conversion.takeTags()
        conversion.takeAddresses()
        return conversion.spans
    }

    private init(_ source: ZipkinV1Draft) {
        self.source = source
        spans = [Self.side(of: source, endpoint: nil)]
    }

    private static func side(of source: ZipkinV1Draft, endpoint: Endpoint?) -> TraceSpan {
        let parent = source.parentSpanID.flatMap { $0.isValid && $0 != source.spanID ? $0 : nil }
        return TraceSpan(
            traceID: source.traceID, traceIDWidth: source.traceIDWidth, spanID: source.spanID, parentSpanID: parent,
            name: source.name, localEndpoint: endpoint, isDebug: source.isDebug)
    }

    // MARK: Sides

    /// The place of the side with an endpoint, which is added when it is new.
    private mutating func side(_ endpoint: Endpoint?) -> Int {
        guard let endpoint else { return 0 }
        for place in spans.indices {
            guard let local = spans[place].localEndpoint else {
                spans[place].localEndpoint = endpoint
                return place
            }
            if Self.haveSameService(local, endpoint) { return place }
        }
        return addSide(endpoint)
    }

    private mutating func addSide(_ endpoint: Endpoint?) -> Int {
        spans.append(Self.side(of: source, endpoint: endpoint))
        return spans.count - 1
    }

    private static func haveSameService(_ left: Endpoint?, _ right: Endpoint?) -> Bool {
        left?.serviceName?.lowercased() == right?.serviceName?.lowercased()
    }

    // MARK: Annotations

    private mutating func takeAnnotations() {
        for annotation in source.annotations {
            guard let time = annotation.time, let value = annotation.value else { continue }
            let place = side(annotation.endpoint)
            if annotation.endpoint != nil, let kind = Self.coreKinds[value] {
                core[value] = annotation
                if let kind { spans[place].kind = kind }
            } else {
                addEvent(value, at: time, to: place)
            }
        }
    }

    private mutating func addEvent(_ name: String, at time: Int64, to place: Int) {
        spans[place].events.append(SpanEvent(time: Timestamp(microseconds: time), name: name))
    }

    /// An end without its start, where the times of the span say when that was.
    private mutating func inferStarts() {
        for (start, end) in [("cs", "cr"), ("sr", "ss")] where core[start] == nil {
            guard let annotation = core[end], let time = annotation.time, source.timestamp != 0, source.duration != 0
            else { continue }
            let (sum, overflowed) = source.timestamp.addingReportingOverflow(source.duration)
            if !overflowed, sum == time {
                core[start] = ZipkinV1Annotation(time: source.timestamp, value: start, endpoint: annotation.endpoint)
            }
        }
    }

    // MARK: Times

    private mutating func setCallTimes() {
        switch (core["cs"], core["sr"], core["cr"], core["ss"]) {
        case (let sent?, let received?, let ended, let answered):
            setTimes(from: sent, to: ended)
            setSharedTimes(sent, received, answered)
            if ended == nil, source.duration == 0 { spans[side(sent.endpoint)].durationNanoseconds = nil }
        case (let sent?, nil, let ended?, _): setTimes(from: sent, to: ended)
        case (nil, let received?, _, let answered?): setTimes(from: received, to: answered)
        default: setIncompleteTimes()
        }
        // A span that a client started has no times of its own in version 1: they are the client's to say.
        if core["cs"] == nil, let received = core["sr"],
            source.timestamp == 0 || core["ss"] != nil && source.duration == 0
        {
            spans[side(received.endpoint)].isShared = true
        }
    }

    /// The server's side of a call that the client wrote into the same span: as long as its own annotations say.
    private mutating func setSharedTimes(
        _ sent: ZipkinV1Annotation, _ received: ZipkinV1Annotation, _ answered: ZipkinV1Annotation?
    ) {
        let place: Int
        if Self.haveSameService(sent.endpoint, received.endpoint) {
            // A service that calls itself: both sides were taken for one.
            spans[side(sent.endpoint)].kind = .client
            place = addSide(received.endpoint)
            spans[place].kind = .server
        } else {
            place = side(received.endpoint)
        }
        spans[place].isShared = true
        set(from: received.time, to: answered?.time, at: place)
    }

    /// Half of a pair: its time, and the other half as an event; the times of the span belong to its first side.
    private mutating func setIncompleteTimes() {
        for place in spans.indices {
            let names: (start: String, end: String)
            switch spans[place].kind {
            case .client: names = ("cs", "cr")
            case .server: names = ("sr", "ss")
            default: continue
            }
            if let start = core[names.start]?.time { set(from: start, to: nil, at: place) }
            if let end = core[names.end]?.time { addEvent(names.end, at: end, to: place) }
        }
        if source.timestamp != 0 { setOwnTimes(at: 0) }
    }

    private mutating func setMessagingTimes() {
        let (written, read) = (core["ws"], core["wr"])
        switch (core["ms"], core["mr"]) {
        case (let sent?, let received?):
            var consumer = side(received.endpoint)
            if Self.haveSameService(sent.endpoint, received.endpoint) {
                spans[side(sent.endpoint)].kind = .producer
                consumer = addSide(received.endpoint)
                spans[consumer].kind = .consumer
            }
            spans[consumer].isShared = true
            if let read {
                set(from: read.time, to: received.time, at: consumer)
            } else {
                set(from: received.time, to: nil, at: consumer)
            }
            set(from: sent.time, to: written?.time, at: side(sent.endpoint))
        case (let sent?, nil): setTimes(from: sent, to: written)
        case (nil, let received?):
            if let read { setTimes(from: read, to: received) } else { setTimes(from: received, to: nil) }
        case (nil, nil):
            for (name, annotation) in [("ws", written), ("wr", read)] {
                guard let annotation, let time = annotation.time else { continue }
                addEvent(name, at: time, to: side(annotation.endpoint))
            }
        }
    }

    /// The times of the span where it has both, and else those of the annotations.
    private mutating func setTimes(from start: ZipkinV1Annotation, to end: ZipkinV1Annotation?) {
        let place = side(start.endpoint)
        if source.timestamp != 0, source.duration != 0 {
            setOwnTimes(at: place)
        } else {
            set(from: start.time, to: end?.time, at: place)
        }
    }

    private mutating func setOwnTimes(at place: Int) {
        spans[place].start = Timestamp(microseconds: source.timestamp)
        spans[place].durationNanoseconds =
            source.duration > 0 ? nanosecondsClamped(microseconds: source.duration) : nil
    }

    private mutating func set(from start: Int64?, to end: Int64?, at place: Int) {
        guard let start, start > 0 else { return }
        spans[place].start = Timestamp(microseconds: start)
        guard let end else { return }
        let (micros, overflowed) = end.subtractingReportingOverflow(start)
        spans[place].durationNanoseconds =
            micros > 0 && !overflowed ? nanosecondsClamped(microseconds: micros) : nil
    }

    // MARK: Tags and addresses

    private mutating func takeTags() {
        for annotation in source.binaryAnnotations where !annotation.isAddress {
            guard let key = annotation.key, let value = annotation.tagValue else { continue }
            let place = side(annotation.endpoint)
            // The mark of a local span, which brings its endpoint and says nothing.
            if key == "lc", value == .string("") { continue }
            ZipkinV1Status.add(key, value, to: &spans[place])
        }
    }

    private mutating func takeAddresses() {
        func address(_ key: String) -> Endpoint? {
            source.binaryAnnotations.last { $0.key == key && $0.isAddress }?.endpoint
        }
        let (server, client, broker) = (address("sa"), address("ca"), address("ma"))
        let isCall = ["cs", "cr", "sr", "ss"].contains { core[$0] != nil }
        if !isCall, server != nil || client != nil {
            setPeerWithoutCall(server: server, client: client)
            return
        }
        if let client, let serving = core["sr"] ?? core["ss"], client != serving.endpoint {
            var peer = client
            // Finagle gives the client's port the name of the server.
            if Self.haveSameService(client, serving.endpoint) { peer.serviceName = nil }
            spans[side(serving.endpoint)].remoteEndpoint = peer
        }
        if let server, let calling = core["cs"] ?? core["cr"] {
            spans[side(calling.endpoint)].remoteEndpoint = server
        }
        if let broker {
            for sent in [core["ms"], core["mr"]] {
                if let sent { spans[side(sent.endpoint)].remoteEndpoint = broker }
            }
        }
    }

    /// Who called whom, without a word about when.
    private mutating func setPeerWithoutCall(server: Endpoint?, client: Endpoint?) {
        switch (client, server) {
        case (let client?, let server?): spans[side(client)].remoteEndpoint = server
        case (nil, let server?): spans[0].remoteEndpoint = server
        case (let client?, nil):
            spans[0].kind = .server
            spans[0].remoteEndpoint = client
        case (nil, nil): break
        }
    }
}

/// What a tag says about the status of its span: `error` and `otel.status_code`, as in version 2.
enum ZipkinV1Status {
    static func add(_ key: String, _ value: AttributeValue, to span: inout TraceSpan) {
        switch (key, value) {
        case ("error", .string(let text)): span.status = SpanStatus(.error, message: text)
        case ("error", _): span.status.code = .error
        case ("otel.status_code", .string("OK")): if span.status.code != .error { span.status.code = .ok }
        case ("otel.status_code", .string("ERROR")): span.status.code = .error
        default: span.attributes.append(Attribute(key, value))
        }
    }
}
