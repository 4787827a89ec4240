import TraceRules

// MARK: zipkinCore.thrift, constants: core annotations and addresses

extension ZipkinV1ElementPlace {
    /// The keys whose value says nothing and whose endpoint is the peer.
    static let addressKeys = ["sa", "ca", "ma"]

    private static let core = ["cs", "cr", "sr", "ss", "ms", "mr", "ws", "wr"]

    /// The value of an annotation that says the kind or a time of its span; nil of others.
    fileprivate var core: String? { self[.value]?.text.flatMap { Self.core.contains($0) ? $0 : nil } }

    /// Whether it is the address of a peer: `true` in JSON, the byte 1 in Thrift.
    fileprivate var isAddress: Bool {
        guard let key = self[.key]?.text, Self.addressKeys.contains(key) else { return false }
        return self[.value] == .bool(true) || self[.value] == .bytes([1])
    }
}

extension Rule<ZipkinV1Payload> {
    static let v1CoreEndpoint = Rule(
        "zipkin-v1/core-annotation/endpoint", "ZIP1-005", .must,
        "The core annotations cs, cr, sr, ss, ms, mr, ws and wr have an endpoint.",
        why: "Without one the server takes it for an event: the span has no kind, no time and no service.",
        spec: "zipkin, V1SpanConverter", good: #"{"timestamp":…,"value":"cs","endpoint":{"serviceName":"shop"}}"#,
        bad: #"{"timestamp":…,"value":"cs"}"#
    ) { payload, check in
        for place in payload.places {
            for annotation in place.annotations {
                guard let core = annotation.core else { continue }
                check.expect(
                    annotation.members.isPresent(.endpoint),
                    else: annotation.violation(
                        at: .endpoint, expected: "the endpoint that saw \(core)",
                        actual: annotation.members.absence(of: .endpoint)))
            }
        }
    }

    static let v1AddressEndpoint = Rule(
        "zipkin-v1/address/endpoint", "ZIP1-007", .must, "The addresses sa, ca and ma have the endpoint of the peer.",
        why: "The endpoint is all that they say: without one the service graph lacks the peer.",
        spec: "zipkinCore.thrift, CLIENT_ADDR", good: #"{"key":"sa","value":true,"endpoint":{"serviceName":"db"}}"#,
        bad: #"{"key":"sa","value":true}"#
    ) { payload, check in
        for place in payload.places {
            for tag in place.binaryAnnotations where tag.isAddress {
                check.expect(
                    tag.members.isPresent(.endpoint),
                    else: tag.violation(
                        at: .endpoint, expected: "the endpoint of the peer",
                        actual: tag.members.absence(of: .endpoint)))
            }
        }
    }

    static let v1CoreOnce = Rule(
        "zipkin-v1/core-annotation/once", "ZIP1-009", .must, "A span has each of cs, cr, sr and ss once for a host.",
        why: "The server keeps one of them, and the times of the span are those of two attempts.",
        spec: "zipkinCore.thrift, CLIENT_SEND", good: "cs, ws, ws, cr", bad: "cs, cs, cr"
    ) { payload, check in
        for place in payload.places {
            var seen = Set<ZipkinV1CoreEvent>()
            for annotation in place.annotations {
                guard let core = annotation.core, ["cs", "cr", "sr", "ss"].contains(core) else { continue }
                check.expect(
                    seen.insert(ZipkinV1CoreEvent(core: core, host: annotation.host)).inserted,
                    else: annotation.violation(at: .value, expected: "one \(core) of this host", actual: "another one"))
            }
        }
    }

    static let v1CoreOrder = Rule(
        "zipkin-v1/core-annotation/order", "ZIP1-009", .must, "On one host cr is not before cs, nor ss before sr.",
        why: "The duration is negative, and the server stores none.", spec: "zipkinCore.thrift, CLIENT_RECV",
        good: "cs at 1700000000000000, cr at 1700000000001500", bad: "cs at 1700000000001500, cr at 1700000000000000"
    ) { payload, check in
        for place in payload.places {
            let annotations = place.annotations
            for (first, last) in [("cs", "cr"), ("sr", "ss")] {
                guard let start = annotations.first(where: { $0.core == first }),
                    let end = annotations.first(where: { $0.core == last }),
                    start.host == end.host,
                    let from = start[.timestamp]?.wholeNumber, let to = end[.timestamp]?.wholeNumber
                else { continue }
                check.expect(
                    to >= from,
                    else: end.violation(
                        at: .timestamp, expected: "\(last) not before \(first) at \(from)", actual: "\(to)"))
            }
        }
    }

    static let v1MessageSides = Rule(
        "zipkin-v1/core-annotation/message-sides", "ZIP1-010", .should, "A span does not have both ms and mr.",
        why: "A message has a span of each side: in one the time that it waited is taken for work.",
        spec: "zipkinCore.thrift, MESSAGE_SEND", good: "ms, ws", bad: "ms, mr"
    ) { payload, check in
        for place in payload.places {
            let sides = place.annotations.filter { $0.core == "ms" || $0.core == "mr" }
            guard let first = sides.first else { continue }
            let other = sides.first { $0.core != first.core }
            check.expect(
                other == nil,
                else: (other ?? first).violation(
                    at: .value, expected: "a span of its own", actual: "ms and mr in one span"))
        }
    }

    static let v1ServiceKnown = Rule(
        "zipkin-v1/span/service-known", "ZIP1-011", .should,
        "A local span has an endpoint that names its service, such as that of lc.",
        why: "Version 1 says the service by endpoints alone: without one nobody knows whose span it is.",
        spec: "zipkinCore.thrift, LOCAL_COMPONENT",
        good: #"{"key":"lc","value":"","endpoint":{"serviceName":"shop"}}"#, bad: #""binaryAnnotations":[]"#
    ) { payload, check in
        for place in payload.places {
            // A core annotation without an endpoint is the business of `v1CoreEndpoint`.
            let annotations = place.annotations
            guard !annotations.contains(where: { $0.core != nil }) else { continue }
            let endpoints =
                annotations.compactMap(\.endpoint)
                + place.binaryAnnotations.compactMap { $0.isAddress ? nil : $0.endpoint }
            // So is one without a serviceName that of `v1ServiceName`.
            check.expect(
                endpoints.contains { $0.value(of: .serviceName)?.text != "" },
                else: place.violation(
                    at: .binaryAnnotations,
                    expected: "an endpoint with the name of the service",
                    actual: endpoints.isEmpty ? "no endpoint" : "endpoints without a name"))
        }
    }

    static let v1AnnotationsSorted = Rule(
        "zipkin-v1/annotations/sorted", "ZIP1-013", .should,
        "The annotations of a span are in the order of their times.",
        why: "Readers that take the first one for the start of the span show a wrong one.",
        spec: "zipkinCore.thrift, Span.annotations", good: "sr, then ss", bad: "ss, then sr"
    ) { payload, check in
        for place in payload.places {
            let annotations = Array(place.annotations)
            guard annotations.count > 1 else { continue }
            let times = annotations.compactMap { $0[.timestamp]?.wholeNumber }
            guard times.count == annotations.count else { continue }
            let early = times.indices.dropFirst().first { times[$0] < times[$0 - 1] }
            check.expect(
                early == nil,
                else: annotations[early ?? 0].violation(
                    at: .timestamp, expected: "\(times[(early ?? 1) - 1]) or later, as the one before",
                    actual: "\(times[early ?? 0])"))
        }
    }
}

/// A core annotation, and who saw it.
private struct ZipkinV1CoreEvent: Hashable {
    let core: String
    let host: ZipkinV1Host
}

/// What an endpoint says, in whatever order.
private struct ZipkinV1Host: Hashable {
    let name: ZipkinV1Value?
    let ipv4: ZipkinV1Value?
    let ipv6: ZipkinV1Value?
    let port: ZipkinV1Value?
}

extension ZipkinV1ElementPlace {
    fileprivate var host: ZipkinV1Host {
        let endpoint = endpoint ?? []
        return ZipkinV1Host(
            name: endpoint.value(of: .serviceName), ipv4: endpoint.value(of: .ipv4), ipv6: endpoint.value(of: .ipv6),
            port: endpoint.value(of: .port))
    }
}
