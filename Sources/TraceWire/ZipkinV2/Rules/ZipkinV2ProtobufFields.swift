import TraceBytes
import TraceModel
import TraceRules

// MARK: zipkin.proto, Span, Endpoint: what protobuf spells otherwise than JSON

extension Rule<ZipkinV2Payload> {
    static let protobufTraceIDLength = Rule(
        "zipkin-v2-protobuf/trace-id/length", "ZIP2P-002", .must, "A trace_id has 8 or 16 bytes.",
        why: "The server refuses the whole batch, or pads it to another id than the application logs.",
        spec: "zipkin.proto, Span.trace_id", good: "0a 08 463ac35c9f6413ad", bad: "0a 04 463ac35c"
    ) { payload, check in
        for place in payload.places {
            guard case .bytes(let bytes) = place.span[.traceId] else { continue }
            check.expect(
                bytes.count == 8 || bytes.count == 16,
                else: place.violation(at: .traceId, expected: "8 or 16 bytes", actual: bytes.described))
        }
    }

    /// By chance one of 10^17 identifiers has nothing but bytes that are hexadecimal digits.
    static let protobufTraceIDNotText = Rule(
        "zipkin-v2-protobuf/trace-id/not-text", "ZIP2P-002", .must, "A trace_id is bytes, not the digits of some.",
        why: "The digits are taken for an id of their own: the span joins no trace.",
        spec: "zipkin.proto, Span.trace_id",
        good: "0a 08 463ac35c9f6413ad", bad: #"0a 10 "463ac35c9f6413ad""#
    ) { payload, check in
        for place in payload.places {
            guard case .bytes(let bytes) = place.span[.traceId], bytes.count == 16 else { continue }
            check.expect(
                !bytes.allSatisfy { lowerHexValue($0) != nil },
                else: place.violation(
                    at: .traceId, expected: "8 bytes of the id",
                    actual: "the 16 digits \"\(String(decoding: bytes, as: UTF8.self))\""))
        }
    }

    static let protobufIDLength = Rule(
        "zipkin-v2-protobuf/id/length", "ZIP2P-003", .must, "An id has 8 bytes.",
        why: "The server refuses the whole batch, or pads it to another id than the application logs.",
        spec: "zipkin.proto, Span.id", good: "1a 08 a2fb4a1d1a96d312", bad: "1a 04 a2fb4a1d"
    ) { payload, check in
        for place in payload.places {
            guard case .bytes(let bytes) = place.span[.id] else { continue }
            check.expect(
                bytes.count == 8, else: place.violation(at: .id, expected: "8 bytes", actual: bytes.described))
        }
    }

    static let protobufParentIDLength = Rule(
        "zipkin-v2-protobuf/parent-id/length", "ZIP2P-003", .must, "A parent_id has 8 bytes, or is absent.",
        why: "The server refuses the whole batch, or hangs the span below another one.",
        spec: "zipkin.proto, Span.parent_id", good: "12 08 6b221d5bc9e6496c", bad: "12 00"
    ) { payload, check in
        for place in payload.places {
            guard case .bytes(let bytes) = place.span[.parentId] else { continue }
            check.expect(
                bytes.count == 8,
                else: place.violation(
                    at: .parentId, expected: "8 bytes, or no parent_id on a root", actual: bytes.described))
        }
    }

    static let protobufWireTypes = Rule(
        "zipkin-v2-protobuf/fields/wire-type", "ZIP2P-004", .must,
        "Every field has its wire type: timestamp is a fixed64, duration a varint.",
        why: "The server passes over the field or refuses the batch.", spec: "zipkin.proto, Span, Endpoint, Annotation",
        good: "31 fixed64", bad: "30 varint"
    ) { payload, check in
        for place in payload.places {
            check.expectWireTypes(place.span.members, spanTypes, at: place, "")
            place.span.forEachEndpoint { field, members in
                check.expectWireTypes(members, endpointTypes, at: place, ".\(field)")
            }
            place.span.forEachAnnotation { index, members in
                check.expectWireTypes(members, annotationTypes, at: place, ".annotations[\(index)]")
            }
        }
    }

    static let protobufKindKnown = Rule(
        "zipkin-v2-protobuf/kind/known", "ZIP2P-005", .must, "A kind is a number from 0 to 4.",
        why: "The server does not know it: the span loses its kind.", spec: "zipkin.proto, Span.Kind", good: "20 02",
        bad: "20 05"
    ) { payload, check in
        for place in payload.places {
            guard let kind = place.span[.kind] else { continue }
            check.expect(
                kind.integer.map { 0...4 ~= $0 } ?? false,
                else: place.violation(at: .kind, expected: "a number from 0 to 4", actual: kind.described))
        }
    }

    /// OTLP's number of CLIENT is Zipkin's of PRODUCER, and a producer's messages are not calls by HTTP, RPC or SQL.
    static let protobufKindNumbering = Rule(
        "zipkin-v2-protobuf/kind/numbering", "ZIP2P-006", .warning,
        "The kinds have the numbers of Zipkin, not of OTLP.",
        why: "Clients appear as producers: the server's dependencies and the times of calls are wrong.",
        spec: "zipkin.proto, Span.Kind; trace.proto, Span.SpanKind", good: "20 01 on a span with http.method",
        bad: "20 03 on a span with http.method"
    ) { payload, check in
        for place in payload.places {
            guard let kind = place.span.knownKind, let tags = place.span.tags, tags.areOfCall else { continue }
            check.expect(
                kind != .producer,
                else: place.violation(
                    at: .kind, expected: "1, CLIENT, on a span with tags of a call", actual: "3, PRODUCER"))
        }
    }

    static let protobufAddressLength = Rule(
        "zipkin-v2-protobuf/endpoint/address-length", "ZIP2P-007", .must, "An ipv4 has 4 bytes, an ipv6 has 16.",
        why: "The server passes over the address.", spec: "zipkin.proto, Endpoint", good: "12 04 c0a8010a",
        bad: #"12 0c "192.168.1.10""#
    ) { payload, check in
        for place in payload.places {
            place.span.forEachEndpoint { field, members in
                for member in members where member.name == "ipv4" || member.name == "ipv6" {
                    guard case .bytes(let bytes) = member.value else { continue }
                    let length = member.name == "ipv4" ? 4 : 16
                    check.expect(
                        bytes.count == length,
                        else: place.violation(
                            at: ".\(field).\(member.name)", offset: member.offset, expected: "\(length) bytes",
                            actual: bytes.described))
                }
            }
        }
    }

    static let protobufFieldsKnown = Rule(
        "zipkin-v2-protobuf/fields/known", "ZIP2P-011", .warning, "Every field is one of the specification.",
        why: "The server passes over others: what they say is lost.", spec: "zipkin.proto, Span: next id 14",
        good: "68 01, field 13", bad: "70 01, field 14"
    ) { payload, check in
        for place in payload.places {
            check.expectKnownNumbers(place.span.members, spanTypes, at: place, "")
            place.span.forEachEndpoint { field, members in
                check.expectKnownNumbers(members, endpointTypes, at: place, ".\(field)")
            }
            place.span.forEachAnnotation { index, members in
                check.expectKnownNumbers(members, annotationTypes, at: place, ".annotations[\(index)]")
            }
            check.expectKnownNumbers(place.span.tags ?? [], [:], at: place, ".tags")
        }
    }
}

/// The fields of a message by their numbers, with what each of them is. The name of a known field never is a number.
private let spanTypes = [
    "1": "trace_id, bytes", "2": "parent_id, bytes", "3": "id, bytes", "4": "kind, a varint", "5": "name, a text",
    "6": "timestamp, a fixed64", "7": "duration, a varint", "8": "local_endpoint, a message",
    "9": "remote_endpoint, a message", "10": "annotations, messages", "11": "tags, messages", "12": "debug, a varint",
    "13": "shared, a varint",
]
private let endpointTypes = [
    "1": "service_name, a text", "2": "ipv4, bytes", "3": "ipv6, bytes", "4": "port, a varint",
]
private let annotationTypes = ["1": "timestamp, a fixed64", "2": "value, a text"]

extension RuleCheck {
    /// A known field in another wire type was not read, and stands among the members by its number.
    fileprivate mutating func expectWireTypes(
        _ members: [ZipkinV2Member], _ types: [String: String], at place: ZipkinV2SpanPlace, _ path: String
    ) {
        for member in members {
            let type = member.value.isBytes ? types[member.name] : nil
            expect(
                type == nil,
                else: place.violation(
                    at: "\(path).\(member.name)", offset: member.offset, expected: type ?? "",
                    actual: "another wire type, \(member.value.described)"))
        }
    }

    fileprivate mutating func expectKnownNumbers(
        _ members: [ZipkinV2Member], _ types: [String: String], at place: ZipkinV2SpanPlace, _ path: String
    ) {
        for member in members {
            let isUnknown = member.value.isBytes && UInt32(member.name) != nil && types[member.name] == nil
            expect(
                !isUnknown,
                else: place.violation(
                    at: "\(path).\(member.name)", offset: member.offset, expected: "a field of the specification",
                    actual: "field \(member.name), \(member.value.described)"))
        }
    }
}

extension [ZipkinV2Member] {
    /// Whether these are tags of a call that is answered, and none of messages.
    fileprivate var areOfCall: Bool {
        var isCall = false
        for tag in self {
            if tag.name.hasPrefix("messaging.") { return false }
            switch tag.name {
            case "http.method", "http.request.method", "http.url", "url.full", "rpc.system", "db.system": isCall = true
            default: break
            }
        }
        return isCall
    }
}

extension [UInt8] {
    /// `4 bytes, a2fb4a1d`.
    fileprivate var described: String { "\(count) bytes" + (isEmpty ? "" : ", " + hexDigits(self)) }
}
