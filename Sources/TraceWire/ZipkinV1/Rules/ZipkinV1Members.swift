import TraceRules

// MARK: zipkin, testForUnexpectedFormat: members of version 2

extension Rule<ZipkinV1Payload> {
    static let v1NoVersion2 = Rule(
        "zipkin-v1/span/no-version-2", "ZIP1-003", .must, "A span has no tags, localEndpoint or remoteEndpoint.",
        why: "By them the server takes the body for version 2, and answers 400 at this path.",
        spec: "zipkin, testForUnexpectedFormat", good: #""binaryAnnotations":[{"key":"db","value":"a"}]"#,
        bad: #""tags":{"db":"a"}"#
    ) { payload, check in
        payload.expectNone(of: ["tags", "localEndpoint", "remoteEndpoint"], &check)
    }

    static let v1NoKind = Rule(
        "zipkin-v1/span/no-kind-or-shared", "ZIP1-003", .warning, "A span has no kind and is not shared.",
        why: "Version 1 says them by core annotations: readers pass over the members, and the span has no kind.",
        spec: "zipkin-api.yaml, version 1, Span", good: #""annotations":[{"timestamp":…,"value":"sr","endpoint":…}]"#,
        bad: #""kind":"SERVER""#
    ) { payload, check in
        payload.expectNone(of: ["kind", "shared"], &check)
    }

    static let v1TimesAreIntegers = Rule(
        "zipkin-v1/span/times-are-integers", "ZIP1-004", .must, "The timestamp and duration of a span are integers.",
        why: "Readers made from the specification refuse the batch.", spec: "zipkin-api.yaml, version 1, Span",
        good: #""timestamp":1700000000000000"#, bad: #""timestamp":"1700000000000000""#
    ) { payload, check in
        for place in payload.places {
            for field in [ZipkinV1Field.timestamp, .duration] {
                guard let value = place.span[field], value != .null else { continue }
                check.expect(
                    value.wholeNumber != nil,
                    else: place.violation(at: field, expected: "an integer", actual: value.described))
            }
        }
    }
}

// MARK: zipkin-api.yaml, version 1, Annotation, BinaryAnnotation

extension Rule<ZipkinV1Payload> {
    static let v1AnnotationTimestamp = Rule(
        "zipkin-v1/annotation/timestamp", "ZIP1-004", .must, "An annotation has an integer timestamp.",
        why: "The server refuses the whole batch.", spec: "zipkin-api.yaml, version 1, Annotation.timestamp",
        good: #"{"timestamp":1700000000000000,"value":"sr"}"#, bad: #"{"value":"sr"}"#
    ) { payload, check in
        for place in payload.places {
            for annotation in place.annotations {
                let time = annotation[.timestamp]
                check.expect(
                    time?.wholeNumber != nil,
                    else: annotation.violation(at: .timestamp, expected: "an integer", actual: time.described))
            }
        }
    }

    static let v1AnnotationValue = Rule(
        "zipkin-v1/annotation/value", "ZIP1-004", .must, "An annotation has a text for its value.",
        why: "The server refuses the whole batch.", spec: "zipkin-api.yaml, version 1, Annotation.value",
        good: #"{"timestamp":1700000000000000,"value":"sr"}"#, bad: #"{"timestamp":1700000000000000}"#
    ) { payload, check in
        for place in payload.places {
            for annotation in place.annotations {
                let value = annotation[.value]
                check.expect(
                    value?.text != nil,
                    else: annotation.violation(at: .value, expected: "a text", actual: value.described))
            }
        }
    }

    static let v1TagKey = Rule(
        "zipkin-v1/binary-annotation/key", "ZIP1-006", .must, "A binary annotation has a text for its key.",
        why: "The server refuses the whole batch.", spec: "zipkin-api.yaml, version 1, BinaryAnnotation.key",
        good: #"{"key":"db","value":"a"}"#, bad: #"{"value":"a"}"#
    ) { payload, check in
        for place in payload.places {
            for tag in place.binaryAnnotations {
                let key = tag[.key]
                check.expect(
                    key?.text != nil, else: tag.violation(at: .key, expected: "a text", actual: key.described))
            }
        }
    }

    static let v1TagValuePresent = Rule(
        "zipkin-v1/binary-annotation/value-present", "ZIP1-006", .must, "A binary annotation has a value.",
        why: "The tag is dropped.", spec: "zipkin-api.yaml, version 1, BinaryAnnotation.value",
        good: #"{"key":"db","value":""}"#, bad: #"{"key":"db"}"#
    ) { payload, check in
        for place in payload.places {
            for tag in place.binaryAnnotations {
                check.expect(
                    tag.members.isPresent(.value),
                    else: tag.violation(at: .value, expected: "a value", actual: tag.members.absence(of: .value)))
            }
        }
    }

    static let v1TagValue = Rule(
        "zipkin-v1/binary-annotation/value", "ZIP1-006", .must,
        "The value of a binary annotation is a text, or true for the addresses sa, ca and ma.",
        why: "The server drops what is no text, and shows an address whose value is one as a tag.",
        spec: "zipkin-api.yaml, version 1, BinaryAnnotation.value", good: #"{"key":"retries","value":"3"}"#,
        bad: #"{"key":"retries","value":3}"#
    ) { payload, check in
        for place in payload.places {
            for tag in place.binaryAnnotations where tag.members.isPresent(.value) {
                guard let value = tag[.value], let key = tag[.key]?.text else { continue }
                let isAddress = ZipkinV1ElementPlace.addressKeys.contains(key)
                check.expect(
                    isAddress ? value == .bool(true) : value.text != nil,
                    else: tag.violation(
                        at: .value, expected: isAddress ? "true, as of an address" : "a text", actual: value.described))
            }
        }
    }
}

// MARK: zipkin-api.yaml, version 1, Endpoint

extension Rule<ZipkinV1Payload> {
    static let v1ServiceName = Rule(
        "zipkin-v1/endpoint/service-name", "ZIP1-008", .must, "An endpoint has a serviceName, which may be empty.",
        why: "Readers made from the specification refuse the batch; others do not know whose span it is.",
        spec: "zipkin-api.yaml, version 1, Endpoint.required", good: #"{"serviceName":"","ipv4":"10.0.0.1"}"#,
        bad: #"{"ipv4":"10.0.0.1"}"#
    ) { payload, check in
        for place in payload.places {
            place.forEachEndpoint { endpoint in
                let name = endpoint[.serviceName]
                check.expect(
                    name?.text != nil,
                    else: endpoint.violation(
                        at: .serviceName, expected: "a text, which may be empty", actual: name.described))
            }
        }
    }

    static let v1Port = Rule(
        "zipkin-v1/endpoint/port", "ZIP1-008", .must, "The port of an endpoint is an integer up to 65535.",
        why: "The server refuses the whole batch.", spec: "zipkin-api.yaml, version 1, Endpoint.port",
        good: #""port":8080"#, bad: #""port":70000"#
    ) { payload, check in
        for place in payload.places {
            place.forEachEndpoint { endpoint in
                guard let port = endpoint[.port], port != .null else { return }
                check.expect(
                    port.wholeNumber.map { (0...65535).contains($0) } == true,
                    else: endpoint.violation(at: .port, expected: "an integer up to 65535", actual: port.described))
            }
        }
    }
}

extension ZipkinV1Payload {
    fileprivate func expectNone(of names: [String], _ check: inout RuleCheck) {
        for place in places {
            let member = place.span.members.first { names.contains($0.name) }
            check.expect(
                member == nil,
                else: place.violation(
                    at: member?.name ?? "", offset: member?.offset, expected: "no such member",
                    actual: member?.value.described ?? ""))
        }
    }
}
