import TraceRules

// MARK: trace.proto, Span.flags, Span.Link.flags, SpanFlags

extension Rule<OTLPPayload> {
    static let reservedFlags = Rule(
        "otlp/flags/reserved-bits", "OTLP-020", .must, "Bits 10 to 31 of the flags of spans and links are zero.",
        why: "They have no meaning yet: what they will mean is then said of these spans.",
        spec: "trace.proto, Span.flags", good: #""flags":257"#, bad: #""flags":4294967295"#
    ) { payload, check in
        for (message, field) in [(OTLPMessage.span, OTLPField.spanFlags), (.link, .linkFlags)] {
            for place in payload.places(of: message) where place.record.said(field) != nil {
                // More than 32 bits are the business of `jsonIntsReadable`.
                guard let flags = place.record.unsigned(field), flags <= UInt32.max else { continue }
                check.expect(
                    flags >> 10 == 0,
                    else: payload.violation(
                        at: place, field, expected: "nothing above bit 9 (0x3ff)", actual: hexadecimal(flags)))
            }
        }
    }

    static let remoteKnownFlag = Rule(
        "otlp/flags/remote-known", "OTLP-021", .warning, "Bit 8 of a span's flags says that bit 9 means something.",
        why: "Nobody can tell whether the parent is in another process, and so where a service begins.",
        spec: "trace.proto, SPAN_FLAGS_CONTEXT_HAS_IS_REMOTE_MASK", good: #""flags":257"#, bad: #""flags":1"#
    ) { payload, check in
        for place in payload.places(of: .span) {
            guard let flags = place.record.unsigned(.spanFlags) else { continue }
            check.expect(
                flags & 0x100 != 0,
                else: payload.violation(
                    at: place, .spanFlags, expected: "bit 8 (0x100)",
                    actual: place.record.said(.spanFlags) == nil ? "no flags" : hexadecimal(flags)))
        }
    }

    static let remoteFlagOfChildren = Rule(
        "otlp/flags/remote-has-parent", "OTLP-021", .warning,
        "Bit 9 of a span's flags, a remote parent, is set on spans that have a parent.",
        why: "A root claims a parent in another process: trees are taken for incomplete.",
        spec: "trace.proto, SPAN_FLAGS_CONTEXT_IS_REMOTE_MASK", good: #""parentSpanId":"a2fb4a1d1a96d312","flags":769"#,
        bad: #""parentSpanId":"","flags":769"#
    ) { payload, check in
        for place in payload.places(of: .span) {
            guard let flags = place.record.unsigned(.spanFlags), flags & 0x200 != 0 else { continue }
            check.expect(
                !place.record.lacksIdentifier(.spanParentSpanId),
                else: payload.violation(
                    at: place, .spanFlags, expected: "a parent, or no bit 9 (0x200)", actual: hexadecimal(flags)))
        }
    }

    static let sampledFlag = Rule(
        "otlp/flags/sampled", "OTLP-022", .warning, "Bit 0 of the flags of an exported span says that it is sampled.",
        why: "Exporters get sampled spans only; who samples by the flag drops this one.", owner: .sdk,
        spec: "OpenTelemetry Tracing SDK, Sampling; trace.proto, Span.flags", good: #""flags":257"#,
        bad: #""flags":256"#
    ) { payload, check in
        for place in payload.places(of: .span) {
            // No flags at all are the business of `remoteKnownFlag`.
            guard let flags = place.record.unsigned(.spanFlags), flags != 0 else { continue }
            check.expect(
                flags & 1 != 0,
                else: payload.violation(at: place, .spanFlags, expected: "bit 0 (0x1)", actual: hexadecimal(flags)))
        }
    }
}

/// `0x101`.
private func hexadecimal(_ flags: UInt64) -> String { "0x" + String(flags, radix: 16) }
