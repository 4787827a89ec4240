import TraceBytes
import TraceModel
import TraceRules

// MARK: zipkin2-api.yaml, Span: localEndpoint, remoteEndpoint; Endpoint

extension Rule<ZipkinV2Payload> {
    static let localServiceName = Rule(
        "zipkin-v2/local-endpoint/service-name", "ZIP2-019", .should, "The localEndpoint names the service.",
        why: "The span belongs to no service: no search and no dependency finds it.",
        spec: "zipkin2-api.yaml, Span.localEndpoint", good: #""localEndpoint":{"serviceName":"shop"}"#,
        bad: #"{"traceId":"463ac35c9f6413ad","id":"a2fb4a1d1a96d312","name":"get"}"#
    ) { payload, check in
        for place in payload.places where !place.span.hasOtherWireType("8") {
            let endpoint = place.span[.localEndpoint]
            guard let members = endpoint?.members else {
                check.breaks(
                    place.violation(
                        at: .localEndpoint, expected: "an endpoint with a serviceName", actual: endpoint.described))
                continue
            }
            let name = members[.serviceName]
            check.expect(
                name.map { $0.value != .null && $0.value != .text("") } ?? false,
                else: place.violation(
                    at: ".localEndpoint.serviceName",
                    offset: name?.offset ?? place.span.member(.localEndpoint)?.offset,
                    expected: "the name of the service", actual: (name?.value).described))
        }
    }

    static let remoteEndpointPresent = Rule(
        "zipkin-v2/remote-endpoint/present", "ZIP2-021", .should, "CLIENT and PRODUCER spans have a remoteEndpoint.",
        why: "Dependencies do not show what is called, unless it reports spans itself.", owner: .instrumentation,
        spec: "OpenTelemetry Zipkin exporter, Remote endpoint", good: #""kind":"CLIENT","remoteEndpoint":{…}"#,
        bad: #"{"kind":"CLIENT"} without remoteEndpoint"#
    ) { payload, check in
        for place in payload.places {
            guard let kind = place.span.knownKind, kind == .client || kind == .producer,
                !place.span.hasOtherWireType("9")
            else { continue }
            let members = place.span.remoteEndpoint
            check.expect(
                members?.isEmpty == false,
                else: place.violation(
                    at: .remoteEndpoint, expected: "whom the span called", actual: place.span[.remoteEndpoint].described
                ))
        }
    }

    static let portRange = Rule(
        "zipkin-v2/endpoint/port-range", "ZIP2-013", .must, "A port is a whole number up to 65535.",
        why: "The server refuses the whole batch.",
        spec: "zipkin2-api.yaml, Endpoint.port; zipkin Endpoint.Builder.port",
        good: #""port":8080"#, bad: #""port":70000"#
    ) { payload, check in
        for place in payload.places {
            place.span.forEachEndpoint { field, members in
                guard let port = members[.port], port.value != .null else { return }
                check.expect(
                    port.value.integer.map { 0...65535 ~= $0 } ?? false,
                    else: place.violation(
                        at: ".\(field).port", offset: port.offset, expected: "a whole number from 1 to 65535",
                        actual: port.value.described))
            }
        }
    }

    static let portNotZero = Rule(
        "zipkin-v2/endpoint/port-zero", "ZIP2-013", .should, "A port that is not known is left out, not sent as 0.",
        why: "No server listens on port 0: tools show an address that does not exist.",
        spec: "zipkin2-api.yaml, Endpoint.port", good: #"{"serviceName":"shop"}"#,
        bad: #"{"serviceName":"shop","port":0}"#
    ) { payload, check in
        for place in payload.places {
            place.span.forEachEndpoint { field, members in
                guard let port = members[.port], let number = port.value.integer, 0...65535 ~= number else { return }
                check.expect(
                    number != 0,
                    else: place.violation(
                        at: ".\(field).port", offset: port.offset, expected: "a port from 1, or none", actual: "0"))
            }
        }
    }

    static let ipv4Spelling = Rule(
        "zipkin-v2/endpoint/ipv4", "ZIP2-014", .must, "An ipv4 is four numbers with dots between.",
        why: "The server passes over the address.", spec: "zipkin2-api.yaml, Endpoint.ipv4",
        good: #""ipv4":"192.168.1.10""#, bad: #""ipv4":"localhost""#
    ) { payload, check in
        for place in payload.places {
            place.span.forEachEndpoint { field, members in
                guard let address = members[.ipv4], !address.value.isNothing else { return }
                check.expect(
                    address.value.text?.isDottedDecimal ?? false,
                    else: place.violation(
                        at: ".\(field).ipv4", offset: address.offset, expected: "an address like 192.168.1.10",
                        actual: address.value.described))
            }
        }
    }

    static let ipv6Spelling = Rule(
        "zipkin-v2/endpoint/ipv6", "ZIP2-014", .must, "An ipv6 is the text of an IPv6 address.",
        why: "The server passes over the address.", spec: "zipkin2-api.yaml, Endpoint.ipv6; RFC 4291 section 2.2",
        good: #""ipv6":"2001:db8::c001""#, bad: #""ipv6":"192.168.1.10""#
    ) { payload, check in
        for place in payload.places {
            place.span.forEachEndpoint { field, members in
                guard let address = members[.ipv6], !address.value.isNothing else { return }
                check.expect(
                    address.value.text.map { IPAddressText.ipv6Bytes($0.withoutZone) != nil } ?? false,
                    else: place.violation(
                        at: ".\(field).ipv6", offset: address.offset, expected: "an address like 2001:db8::c001",
                        actual: address.value.described))
            }
        }
    }

    static let ipv6WithoutZone = Rule(
        "zipkin-v2/endpoint/ipv6-without-zone", "ZIP2-014", .should, "An ipv6 has no zone.",
        why: "A zone means something on one machine only; the server passes over such an address.",
        spec: "zipkin2-api.yaml, Endpoint.ipv6; RFC 4007 section 11.2", good: #""ipv6":"fe80::1""#,
        bad: #""ipv6":"fe80::1%eth0""#
    ) { payload, check in
        for place in payload.places {
            place.span.forEachEndpoint { field, members in
                guard let address = members[.ipv6], let text = address.value.text, !text.isEmpty else { return }
                check.expect(
                    !text.utf8.contains(UInt8(ascii: "%")),
                    else: place.violation(
                        at: ".\(field).ipv6", offset: address.offset, expected: "\"\(text.withoutZone)\"",
                        actual: "\"\(text)\""))
            }
        }
    }

    static let ipv6NotMapped = Rule(
        "zipkin-v2/endpoint/ipv4-not-mapped", "ZIP2-014", .should, "An IPv4 address is in ipv4, not mapped into ipv6.",
        why: "Searches for the address find some of its spans only.",
        spec: "zipkin2-api.yaml, Endpoint.ipv6: prefer using the ipv4 field for mapped addresses",
        good: #""ipv4":"192.168.1.10""#, bad: #""ipv6":"::ffff:192.168.1.10""#
    ) { payload, check in
        for place in payload.places {
            place.span.forEachEndpoint { field, members in
                guard let address = members[.ipv6], let bytes = address.value.ipv6Bytes else { return }
                let isMapped =
                    bytes.count == 16 && bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
                check.expect(
                    !isMapped,
                    else: place.violation(
                        at: ".\(field).ipv6", offset: address.offset,
                        expected: "\(bytes[12...].map(String.init).joined(separator: ".")) in ipv4",
                        actual: address.value.described))
            }
        }
    }
}

extension ZipkinV2Value {
    /// Null or an empty text: left to `emptyLeftOut`.
    fileprivate var isNothing: Bool { self == .null || self == .text("") }

    /// Sixteen bytes; none when the text shows at once that it maps nothing, nil when it is no address.
    fileprivate var ipv6Bytes: [UInt8]? {
        switch self {
        case .bytes(let bytes): bytes.count == 16 ? bytes : nil
        // What maps IPv4 begins with zeros, which most addresses do not.
        case .text(let text):
            text.utf8.first == UInt8(ascii: ":") || text.utf8.first == UInt8(ascii: "0")
                ? IPAddressText.ipv6Bytes(text) : []
        default: nil
        }
    }
}

extension String {
    /// Four numbers up to 255, without leading zeros, which some read as octal.
    fileprivate var isDottedDecimal: Bool {
        var dots = 0
        var number: Int?
        for byte in utf8 {
            if byte == UInt8(ascii: ".") {
                guard number != nil else { return false }
                dots += 1
                number = nil
            } else {
                guard (0x30...0x39).contains(byte), number != 0 else { return false }
                // At most 2559.
                let value = (number ?? 0) * 10 + Int(byte - 0x30)
                guard value <= 255 else { return false }
                number = value
            }
        }
        return dots == 3 && number != nil
    }

    fileprivate var withoutZone: String { String(prefix { $0 != "%" }) }
}
