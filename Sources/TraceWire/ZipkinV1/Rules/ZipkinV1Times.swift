import TraceModel
import TraceRules

// MARK: zipkinCore.thrift, zipkin-api.yaml: Span.timestamp, Span.duration, Annotation.timestamp

extension Rule<ZipkinV1Payload> {
    static let v1Timestamp = Rule(
        "zipkin-v1/timestamp/microseconds", "ZIP1T-011", .must,
        "The timestamp of a span is in microseconds since 1970.",
        why: "Read as microseconds the span lies decades away, where nobody looks for it.",
        spec: "zipkinCore.thrift, Span.timestamp", good: "1700000000000000", bad: "1700000000000"
    ) { payload, check in
        for place in payload.places {
            guard let time = place.span[.timestamp]?.wholeNumber else { continue }
            let unit = EpochUnit.other(than: .microseconds, of: time)
            check.expect(
                unit == nil,
                else: place.violation(
                    at: .timestamp, expected: "microseconds", actual: "\(time), which are \(unit?.rawValue ?? "")"))
        }
    }

    static let v1AnnotationTime = Rule(
        "zipkin-v1/annotation/microseconds", "ZIP1T-011", .must,
        "The timestamp of an annotation is in microseconds since 1970.",
        why: "Spans have their times from their annotations: they lie decades away, where nobody looks for them.",
        spec: "zipkinCore.thrift, Annotation.timestamp", good: "1700000000000000", bad: "1700000000000000000"
    ) { payload, check in
        for place in payload.places {
            for annotation in place.annotations {
                guard let time = annotation[.timestamp]?.wholeNumber else { continue }
                let unit = EpochUnit.other(than: .microseconds, of: time)
                check.expect(
                    unit == nil,
                    else: annotation.violation(
                        at: .timestamp, expected: "microseconds", actual: "\(time), which are \(unit?.rawValue ?? "")"))
            }
        }
    }

    static let v1Duration = Rule(
        "zipkin-v1/duration/positive", "ZIP1T-011", .must, "A duration is at least 1 microsecond.",
        why: "The server takes 0 for no duration, and the span looks as if it had not ended.",
        spec: "zipkinCore.thrift, Span.duration", good: "1", bad: "0"
    ) { payload, check in
        for place in payload.places {
            guard let duration = place.span[.duration]?.wholeNumber else { continue }
            check.expect(
                duration >= 1,
                else: place.violation(at: .duration, expected: "1 or more, or no duration", actual: "\(duration)"))
        }
    }
}

// MARK: zipkin, V2SpanConverter: spans of two sides

extension Rule<ZipkinV1Payload> {
    /// Told only where the client's side is seen too: a server's own span has times.
    static let v1SharedWithoutTimes = Rule(
        "zipkin-v1/span/shared-without-times", "ZIP1-012", .should,
        "The server's side of a span that its client began has no timestamp and no duration.",
        why: "They are the client's to say: which of the two times the server stores is chance.",
        spec: "zipkin, V2SpanConverter", good: #"{"annotations":[sr, ss]}"#,
        bad: #"{"annotations":[sr, ss],"timestamp":1700000000000100,"duration":200}"#, remembering: SeenSides()
    ) { payload, seen, check in
        for place in payload.places {
            let isClient = place.annotations.contains { $0[.value]?.text == "cs" }
            let isServer = !isClient && place.annotations.contains { $0[.value]?.text == "sr" }
            guard isClient || isServer, let key = SeenSides.Key(place.span) else { continue }
            let hasTimes = place.span.members.isPresent(.timestamp) || place.span.members.isPresent(.duration)
            guard let other = seen.exchange(isClient ? .client : hasTimes ? .timedServer : .server, of: key),
                isClient != (other == .client)
            else { continue }
            check.expect(
                isServer ? !hasTimes : other == .server,
                else: place.violation(
                    at: isServer ? .timestamp : .id,
                    expected: isServer ? "no times, which the client's side has" : "a server's side without times",
                    actual: isServer ? "times" : "one with times, sent before"))
        }
    }
}

/// Which side of a span was seen, of so many spans as fit: when there are more, the memory starts again.
struct SeenSides: Sendable {
    enum Side { case client, server, timedServer }

    /// The lower half of a trace id, and a span id.
    struct Key: Hashable, Sendable {
        let trace: UInt64
        let span: UInt64

        init?(_ span: ZipkinV1Span) {
            guard let trace = span[.traceId].flatMap(Self.number), let id = span[.id].flatMap(Self.number) else {
                return nil
            }
            self.trace = trace
            self.span = id
        }

        private static func number(_ value: ZipkinV1Value) -> UInt64? {
            if let number = value.integer { return UInt64(bitPattern: number) }
            return value.text.flatMap { UInt64($0.suffix(16), radix: 16) }
        }
    }

    static let keptSpans = 16_384

    private var sides: [Key: Side] = [:]

    /// The other side that was seen of a span; nil when none was.
    mutating func exchange(_ side: Side, of key: Key) -> Side? {
        if let seen = sides[key] { return seen }
        if sides.count == Self.keptSpans { sides.removeAll(keepingCapacity: true) }
        sides[key] = side
        return nil
    }
}
