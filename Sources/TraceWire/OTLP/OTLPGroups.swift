import TraceModel

/// Spans by resource, then by scope, each group in the order of its first span, as OTLP nests them.
struct OTLPGroups {
    struct ScopeGroup {
        let scope: InstrumentationScope
        var spans: [TraceSpan]
    }

    struct ResourceGroup {
        let resource: Resource
        var scopes: [ScopeGroup]
    }

    private(set) var resources: [ResourceGroup] = []
    private var places: [Key: (resource: Int, scope: Int)] = [:]
    private var resourcePlaces: [Resource: Int] = [:]

    private struct Key: Hashable {
        let resource: Resource
        let scope: InstrumentationScope
    }

    init(_ spans: some Sequence<TraceSpan>) {
        var last: (key: Key, place: (resource: Int, scope: Int))?
        for span in spans {
            let key = Key(resource: Resource(otlpOf: span), scope: span.scope)
            // Neighbours mostly have one sender, whose parts they share in memory too.
            if let last, last.key == key {
                resources[last.place.resource].scopes[last.place.scope].spans.append(span)
                continue
            }
            let place = place(of: key)
            resources[place.resource].scopes[place.scope].spans.append(span)
            last = (key, place)
        }
    }

    private mutating func place(of key: Key) -> (resource: Int, scope: Int) {
        if let known = places[key] { return known }
        let resource = resourcePlaces[key.resource] ?? resources.count
        if resource == resources.count {
            resources.append(ResourceGroup(resource: key.resource, scopes: []))
            resourcePlaces[key.resource] = resource
        }
        let place = (resource, resources[resource].scopes.count)
        resources[resource].scopes.append(ScopeGroup(scope: key.scope, spans: []))
        places[key] = place
        return place
    }
}

extension Resource {
    /// The resource of a span; a service that only Zipkin's endpoint names becomes `service.name`.
    fileprivate init(otlpOf span: TraceSpan) {
        self = span.resource
        guard let service = span.localEndpoint?.serviceName, !service.isEmpty,
            !attributes.contains(where: { $0.key == "service.name" })
        else { return }
        attributes.append(Attribute("service.name", .string(service)))
    }
}

extension TraceSpan {
    /// The attributes, and `peer.service` where only Zipkin's endpoint names the peer (OpenTelemetry to Zipkin, read
    /// backwards).
    var otlpAttributes: [Attribute] {
        guard let peer = remoteEndpoint?.serviceName, !peer.isEmpty,
            !attributes.contains(where: { $0.key == "peer.service" })
        else { return attributes }
        return attributes + [Attribute("peer.service", .string(peer))]
    }

    /// Nanoseconds since 1970; 0, OTLP's "unknown", when absent and for times before.
    var otlpStart: UInt64 { UInt64(clamping: start?.nanoseconds ?? 0) }
    var otlpEnd: UInt64 { UInt64(clamping: end?.nanoseconds ?? 0) }
}
