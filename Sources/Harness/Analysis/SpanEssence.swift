import TraceModel
import TraceWire

/// What every form says of a span: two forms of one span have one essence.
///
/// What some form loses (``FormLoss``) is not in it, or in the shape that is left: microseconds, texts, one set of tags.
struct SpanEssence {
    let parent: SpanID?
    let kind: SpanKind
    let name: String
    let service: String?
    let startMicros: Int64?
    let durationMicros: Int64?
    let status: SpanStatus
    /// The attributes with those of resource and scope, as texts; every value of a repeated key.
    let tags: [String: Set<String>]
    /// Time in microseconds and name.
    let events: [Event]

    struct Event: Equatable {
        let micros: Int64
        let name: String
    }

    init(_ span: TraceSpan) {
        parent = span.parentSpanID
        kind = span.kind == .internal ? .unspecified : span.kind
        name = span.name
        service = span.serviceName
        startMicros = span.start.map { $0.nanoseconds / 1000 }
        // Zipkin has no duration below one microsecond.
        durationMicros = span.durationNanoseconds.map { max(1, $0 / 1000) }
        status = span.status
        events = span.events.map { Event(micros: $0.time.nanoseconds / 1000, name: $0.name) }
        var tags: [String: Set<String>] = [:]
        for attribute in span.attributes + span.resource.attributes where attribute.key != "service.name" {
            tags[attribute.key, default: []].insert(attribute.value.tagText)
        }
        for (key, value) in [
            ("otel.scope.name", span.scope.name), ("otel.library.name", span.scope.name),
            ("otel.scope.version", span.scope.version), ("otel.library.version", span.scope.version),
        ] where !value.isEmpty {
            tags[key, default: []].insert(value)
        }
        self.tags = tags
    }

    /// A part that another form says otherwise.
    struct Difference {
        let part: String
        let expected: String
        let actual: String
    }

    /// The first part that `other` says otherwise; nil when both say the same.
    func difference(from other: SpanEssence) -> Difference? {
        func compare(_ part: String, _ left: some Equatable, _ right: some Equatable) -> Difference? {
            let (left, right) = (String(describing: left), String(describing: right))
            return left == right ? nil : Difference(part: part, expected: left, actual: right)
        }
        return compare("parent", parent?.hex ?? "none", other.parent?.hex ?? "none")
            ?? compare("kind", kind, other.kind) ?? compare("name", name, other.name)
            ?? compare("service", service ?? "none", other.service ?? "none")
            ?? compare("start", micros(startMicros), micros(other.startMicros))
            ?? compare("duration", micros(durationMicros), micros(other.durationMicros))
            ?? compare("status", status.code, other.status.code)
            ?? compare("status message", status.message, other.status.message)
            ?? tagDifference(from: other) ?? eventDifference(from: other)
    }

    private func micros(_ value: Int64?) -> String { value.map { "\($0) µs" } ?? "none" }

    /// A map keeps one of several values.
    private func tagDifference(from other: SpanEssence) -> Difference? {
        for key in Set(tags.keys).union(other.tags.keys).sorted() {
            let (left, right) = (tags[key] ?? [], other.tags[key] ?? [])
            if left.isEmpty != right.isEmpty || left.isDisjoint(with: right) && !left.isEmpty {
                return Difference(part: "tag \(key)", expected: Self.text(left), actual: Self.text(right))
            }
        }
        return nil
    }

    private static func text(_ values: Set<String>) -> String {
        values.isEmpty ? "no such tag" : values.sorted().joined(separator: " or ")
    }

    /// Where attributes were written into the text, it begins with the name.
    private func eventDifference(from other: SpanEssence) -> Difference? {
        let isEqual =
            events.count == other.events.count
            && zip(events, other.events).allSatisfy {
                $0.micros == $1.micros && ($0.name == $1.name || $1.name.contains($0.name))
            }
        if isEqual { return nil }
        func text(_ events: [Event]) -> String {
            events.isEmpty ? "none" : events.map { "\($0.name) at \($0.micros) µs" }.joined(separator: ", ")
        }
        return Difference(part: "events", expected: text(events), actual: text(other.events))
    }
}
