import TraceRules

// MARK: zipkin2-api.yaml, Span: kind, name; Endpoint: serviceName

extension Rule<ZipkinV2Payload> {
    static let kindKnown = Rule(
        "zipkin-v2/kind/known", "ZIP2-007", .must, "A kind is CLIENT, SERVER, PRODUCER or CONSUMER; others are absent.",
        why: "The server refuses the whole batch.", spec: "zipkin2-api.yaml, Span.kind", good: #""kind":"SERVER""#,
        bad: #""kind":"INTERNAL""#
    ) { payload, check in
        for place in payload.places where place.span.isPresent(.kind) {
            check.expect(
                place.span.knownKind != nil && place.span.kind != nil,
                else: place.violation(
                    at: .kind, expected: "CLIENT, SERVER, PRODUCER, CONSUMER, or no kind",
                    actual: place.span[.kind].described))
        }
    }

    static let namesText = Rule(
        "zipkin-v2/names/text", "ZIP2-020", .must, "Names of spans and of services are texts.",
        why: "The server refuses the whole batch, or shows a number as a name.",
        spec: "zipkin2-api.yaml, Span.name, Endpoint.serviceName", good: #""name":"get""#, bad: #""name":true"#
    ) { payload, check in
        for place in payload.places {
            if place.span.isPresent(.name) {
                check.expect(
                    place.span.name != nil,
                    else: place.violation(at: .name, expected: "a text", actual: place.span[.name].described))
            }
            place.span.forEachEndpoint { field, members in
                guard let name = members[.serviceName], name.value != .null else { return }
                check.expect(
                    name.value.text != nil,
                    else: place.violation(
                        at: ".\(field).serviceName", offset: name.offset, expected: "a text",
                        actual: name.value.described))
            }
        }
    }

    /// The specification lets senders leave a name out that they do not know.
    static let namePresent = Rule(
        "zipkin-v2/name/present", "ZIP2-020", .warning, "A span has a name.",
        why: "Nobody finds the span by its name, and traces show a blank.", owner: .instrumentation,
        spec: "zipkin2-api.yaml, Span.name: leave absent if unknown", good: #""name":"get""#,
        bad: #"{"traceId":"463ac35c9f6413ad","id":"a2fb4a1d1a96d312"}"#
    ) { payload, check in
        for place in payload.places where !place.span.hasOtherWireType("5") {
            // Null and an empty text are the business of `emptyLeftOut`.
            check.expect(
                place.span[.name] != nil, else: place.violation(at: .name, expected: "a name", actual: "nothing"))
        }
    }

    static let nameLowerCase = Rule(
        "zipkin-v2/name/lower-case", "ZIP2-020", .should, "A name is in lower case.",
        why: "The server folds it: searches, and tools beside the server, see two names for one operation.",
        spec: "zipkin2-api.yaml, Span.name", good: #""name":"get /users""#, bad: #""name":"GET /Users""#
    ) { payload, check in
        for place in payload.places {
            guard let name = place.span.name, !name.isEmpty else { continue }
            check.expect(
                name.isLowerCase,
                else: place.violation(
                    at: .name, expected: "\"\(name.lowercased())\"", actual: "\"\(name)\""))
        }
    }

    static let serviceNameLowerCase = Rule(
        "zipkin-v2/service-name/lower-case", "ZIP2-020", .should, "A serviceName is in lower case.",
        why: "The server folds it: searches, and tools beside the server, see two names for one service.",
        owner: .application, spec: "zipkin2-api.yaml, Endpoint.serviceName", good: #""serviceName":"shop""#,
        bad: #""serviceName":"Shop""#
    ) { payload, check in
        for place in payload.places {
            place.span.forEachEndpoint { field, members in
                guard let member = members[.serviceName], let name = member.value.text, !name.isEmpty else { return }
                check.expect(
                    name.isLowerCase,
                    else: place.violation(
                        at: ".\(field).serviceName", offset: member.offset,
                        expected: "\"\(name.lowercased())\"", actual: "\"\(name)\""))
            }
        }
    }
}

extension String {
    /// Whether no letter has a lower case that differs; fast where all of it is ASCII.
    fileprivate var isLowerCase: Bool {
        var isASCII = true
        for byte in utf8 {
            if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) { return false }
            if byte >= 0x80 { isASCII = false }
        }
        return isASCII || unicodeScalars.allSatisfy { !$0.properties.isUppercase }
    }
}
