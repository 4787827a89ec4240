import TraceRules

// MARK: OpenTelemetry Exceptions; semantic conventions for exceptions on spans

extension Rule<OTLPPayload> {
    static let exceptionEventName = Rule(
        "otlp/exception-event/name", "OTLP-034", .must, "An event that has exception.type is named \"exception\".",
        why: "Backends look for the name: the exception is not shown as one.", owner: .instrumentation,
        spec: "semantic conventions, Exceptions on spans",
        good: #"{"name":"exception","attributes":[{"key":"exception.type",…}]}"#,
        bad: #"{"name":"error","attributes":[{"key":"exception.type",…}]}"#
    ) { payload, check in
        for place in payload.places(of: .event) {
            // An empty name is the business of `eventName`.
            guard let name = place.record.text(.eventName), !name.isEmpty,
                place.record.attribute("exception.type", among: .eventAttributes) != nil
            else { continue }
            check.expect(
                name == "exception",
                else: payload.violation(
                    at: place, .eventName, expected: "\"exception\"", actual: OTLPValue.text(name).described))
        }
    }

    static let exceptionEventAttributes = Rule(
        "otlp/exception-event/attributes", "OTLP-034", .must,
        "An event named \"exception\" has exception.type or exception.message.",
        why: "An exception without either says that something happened, and not what.", owner: .instrumentation,
        spec: "semantic conventions, Exceptions on spans",
        good: #"{"name":"exception","attributes":[{"key":"exception.message",…}]}"#,
        bad: #"{"name":"exception","attributes":[]}"#
    ) { payload, check in
        for place in payload.places(of: .event) where place.record.text(.eventName) == "exception" {
            // What did not fit was dropped, and may be these.
            guard place.record.unsigned(.eventDroppedAttributesCount) == 0 else { continue }
            check.expect(
                place.record.attribute("exception.type", among: .eventAttributes) != nil
                    || place.record.attribute("exception.message", among: .eventAttributes) != nil,
                else: payload.violation(
                    at: place, .eventAttributes, expected: "exception.type or exception.message", actual: "neither"))
        }
    }

    static let escapedExceptionStatus = Rule(
        "otlp/exception-event/status", "OTLP-035", .should,
        "A span that an exception left, as exception.escaped says, has status ERROR.",
        why: "The operation failed, and counts as a good one.", owner: .instrumentation,
        spec: "OpenTelemetry Exceptions; semantic conventions, exception.escaped",
        good: #"an exception event with "exception.escaped":true, "status":{"code":2}"#,
        bad: #"an exception event with "exception.escaped":true, no status"#
    ) { payload, check in
        for place in payload.places(of: .event) where place.record.text(.eventName) == "exception" {
            guard let escaped = place.record.attribute("exception.escaped", among: .eventAttributes),
                escaped.isTrue, let span = payload.around(place)
            else { continue }
            guard let code = (span.record.record(.spanStatus) ?? OTLPRecord(.status)).enumeration(.statusCode) else {
                continue
            }
            check.expect(
                code != 0 && code != 1,
                else: payload.violation(
                    at: span, .spanStatus, expected: "code 2 (ERROR)", actual: code == 0 ? "UNSET" : "OK"))
        }
    }
}

extension OTLPRecord {
    /// Of an `AnyValue`; some SDKs send the flag as a text.
    fileprivate var isTrue: Bool {
        switch self[.boolValue] {
        case .bool(let flag): return flag
        case .varint(let bits): return bits != 0
        default: break
        }
        return text(.stringValue).map { $0 == "true" || $0 == "True" } ?? false
    }
}
