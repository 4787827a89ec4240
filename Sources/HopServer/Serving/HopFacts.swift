import TraceBytes
import TraceModel

/// What every call of a hop says again, made once: who sends its spans, what is fixed in them, and how its own calls
/// begin.
struct HopFacts: Sendable {
    let origin: SpanOrigin
    /// `tracing.tags` as attributes of the SERVER span, in the order of the file.
    let tags: [Attribute]
    let tagKeys: [String]
    /// nil at the last hop.
    let upstream: Upstream?

    struct Upstream: Sendable {
        let url: HTTPURL
        /// What the request line asks for.
        let target: String
        /// Of the CLIENT span, before anything has happened.
        let attributes: [Attribute]
        /// Of the call, before what it says of the trace.
        let headers: HeaderFields

        init(_ url: HTTPURL) {
            self.url = url
            target = url.requestTarget
            attributes = HTTPAttributes.client("GET", url)
            headers = HeaderFields([
                ("Host", url.authority), ("User-Agent", "hop-server/\(ProductVersion.text)"),
                ("Accept", "application/json"),
            ])
        }
    }

    init(_ configuration: HopConfiguration, port: UInt16) {
        origin = SpanOrigin(serviceName: configuration.server.name, host: "127.0.0.1", port: port)
        tags = configuration.tracing.tags.map { Attribute($0.key, .string($0.value)) }
        tagKeys = configuration.tracing.tags.map(\.key)
        upstream = configuration.traffic.upstream.map(Upstream.init)
    }
}

/// Who sends the spans of a hop.
struct SpanOrigin: Sendable {
    let resource: Resource
    let scope: InstrumentationScope
    let endpoint: Endpoint

    init(serviceName: String, host: String, port: UInt16) {
        resource = Resource(attributes: [Attribute("service.name", .string(serviceName))])
        scope = InstrumentationScope(name: "hop-server", version: ProductVersion.text)
        endpoint = Endpoint(serviceName: serviceName, ipv4: host, port: port)
    }
}
