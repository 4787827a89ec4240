import TraceModel

/// The changes that faults make to spans.
extension TraceSpan {
    /// Sets the value of a key where it stands, or adds it at the end.
    mutating func set(_ key: String, _ value: AttributeValue) {
        if let index = attributes.firstIndex(where: { $0.key == key }) {
            attributes[index].value = value
        } else {
            attributes.append(Attribute(key, value))
        }
    }

    mutating func setStatusCode(_ code: Int64) { set("http.response.status_code", .int(code)) }

    mutating func rename(service name: String) {
        localEndpoint?.serviceName = name
        if let index = resource.attributes.firstIndex(where: { $0.key == "service.name" }) {
            resource.attributes[index].value = .string(name)
        }
    }

    /// Moves start and end to half of their distance from `origin`.
    mutating func slowDown(from origin: Timestamp) {
        start = start.map { origin.advanced(byNanoseconds: $0.nanoseconds(since: origin) / 2) }
        durationNanoseconds = durationNanoseconds.map { $0 / 2 }
    }
}
