import TraceModel

/// Spans like those of a web service: nine attributes, of which two differ in every span.
enum SyntheticSpans {
    static func batch(count: Int, seed: UInt64) -> [TraceSpan] {
        var random = SplitMix64(state: seed)
        return (0..<count).map { number in span(number: number, using: &random) }
    }

    // Made once: a million spans are made for some measurements.
    private static let addresses = (0..<4).map { AttributeValue.string("shop-\($0).example.com") }
    private static let endpoints = (0..<4).map {
        Endpoint(serviceName: "shop-\($0)", ipv4: "10.0.0.\($0 + 1)", port: 8443)
    }

    private static func span(number: Int, using random: inout SplitMix64) -> TraceSpan {
        let isServer = number.isMultiple(of: 2)
        let item = random.next() % 100_000
        return TraceSpan(
            traceID: .random(using: &random), spanID: .random(using: &random),
            parentSpanID: .random(using: &random), kind: isServer ? .server : .client,
            name: "GET /items/{id}",
            start: Timestamp(nanoseconds: 1_700_000_000_000_000_000 + Int64(number) * 1_250_000),
            durationNanoseconds: 1_000_000 + Int64(random.next() % 50_000_000),
            attributes: [
                Attribute("http.request.method", .string("GET")),
                Attribute("http.response.status_code", .string(number.isMultiple(of: 10) ? "404" : "200")),
                Attribute("http.route", .string("/items/{id}")),
                Attribute("network.protocol.version", .string("1.1")),
                Attribute("server.address", addresses[number % 4]),
                Attribute("server.port", .string("8443")),
                Attribute("url.path", .string("/items/\(item)")),
                Attribute("url.scheme", .string("https")),
                Attribute("request.id", .string("\(random.next())")),
            ],
            localEndpoint: endpoints[number % 4])
    }
}

/// A generator that repeats itself (Steele, Lea, Flood: SplitMix).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        // Wraps on purpose: the state counts modulo 2^64.
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
