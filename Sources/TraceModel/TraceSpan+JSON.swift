import TraceBytes

/// A span as the members of one JSON object, with everything that the model has: what kept runs and `fake-collector`
/// write, described in `docs/REPORT-FORMAT.md`.
///
/// Names are in snake case, times in nanoseconds as integers, and what is not there is null.
extension TraceSpan {
    package var jsonMembers: [JSONMember] {
        [
            .init("trace_id", .string(traceID.hex)), .init("trace_id_bits", .number(traceIDWidth.rawValue)),
            .init("span_id", .string(spanID.hex)),
            .init("parent_span_id", parentSpanID.map { .string($0.hex) } ?? .null),
            .init("kind", .string(kind.description)), .init("name", .string(name)),
            .init("service", serviceName.json), .init("start_unix_nanos", (start?.nanoseconds).json),
            .init("duration_nanos", durationNanoseconds.json), .init("status", .string("\(status.code)")),
            .init("status_message", .string(status.message)), .init("attributes", attributes.json),
            .init("events", .array(events.map(\.json))), .init("links", .array(links.map(\.json))),
            .init("resource", resource.json), .init("scope", scope.json),
            .init("local_endpoint", localEndpoint?.json ?? .null),
            .init("remote_endpoint", remoteEndpoint?.json ?? .null),
            .init("shared", .bool(isShared)), .init("debug", .bool(isDebug)),
            .init("trace_state", .string(traceState)), .init("flags", .number(flags)), .init("dropped", dropped.json),
        ]
    }
}

extension AttributeValue {
    /// Texts, flags, lists and nothing are JSON's own; every other type is named: `{"int": 42}`, `{"double": 0.5}`,
    /// `{"bytes": "ff00"}`, `{"map": [["key", "value"]]}`. So 42 and 42.0 stay apart in readers that know one kind of
    /// number.
    var json: JSONValue {
        switch self {
        case .string(let text): .string(text)
        case .bool(let flag): .bool(flag)
        case .int(let number): .object([.init("int", .number(number))])
        case .double(let number): .object([.init("double", .number(number))])
        case .bytes(let bytes): .object([.init("bytes", .string(hexDigits(bytes)))])
        case .array(let values): .array(values.map(\.json))
        case .map(let entries): .object([.init("map", entries.json)])
        case .empty: .null
        }
    }
}

extension [Attribute] {
    /// Pairs, since keys may repeat.
    fileprivate var json: JSONValue { .array(map { .array([.string($0.key), $0.value.json]) }) }
}

extension SpanEvent {
    fileprivate var json: JSONValue {
        .object([
            .init("time_unix_nanos", .number(time.nanoseconds)), .init("name", .string(name)),
            .init("attributes", attributes.json), .init("dropped_attributes", .number(droppedAttributes)),
        ])
    }
}

extension SpanLink {
    fileprivate var json: JSONValue {
        let kind =
            switch kind {
            case .link: "link"
            case .followsFrom: "follows_from"
            case .childOf: "child_of"
            }
        return .object([
            .init("trace_id", .string(traceID.hex)), .init("span_id", .string(spanID.hex)),
            .init("kind", .string(kind)), .init("trace_state", .string(traceState)), .init("flags", .number(flags)),
            .init("attributes", attributes.json), .init("dropped_attributes", .number(droppedAttributes)),
        ])
    }
}

extension Resource {
    fileprivate var json: JSONValue {
        .object([
            .init("attributes", attributes.json), .init("schema_url", .string(schemaURL)),
            .init("dropped_attributes", .number(droppedAttributes)),
        ])
    }
}

extension InstrumentationScope {
    fileprivate var json: JSONValue {
        .object([
            .init("name", .string(name)), .init("version", .string(version)), .init("attributes", attributes.json),
            .init("schema_url", .string(schemaURL)), .init("dropped_attributes", .number(droppedAttributes)),
        ])
    }
}

extension Endpoint {
    fileprivate var json: JSONValue {
        .object([
            .init("service_name", serviceName.json), .init("ipv4", ipv4.json), .init("ipv6", ipv6.json),
            .init("port", port.json),
        ])
    }
}

extension DroppedCounts {
    fileprivate var json: JSONValue {
        .object([
            .init("attributes", .number(attributes)), .init("events", .number(events)),
            .init("links", .number(links)),
        ])
    }
}

extension String? {
    fileprivate var json: JSONValue { map(JSONValue.string) ?? .null }
}

extension Optional where Wrapped: BinaryInteger {
    fileprivate var json: JSONValue { map { JSONValue.number($0) } ?? .null }
}
