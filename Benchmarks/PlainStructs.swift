/// A Zipkin v2 span as one would write it for `JSONDecoder`: what the store is measured against.
struct PlainSpan: Decodable {
    let traceId: String
    let parentId: String?
    let id: String
    let kind: String?
    let name: String?
    let timestamp: Int64?
    let duration: Int64?
    let localEndpoint: PlainEndpoint?
    let remoteEndpoint: PlainEndpoint?
    let annotations: [PlainAnnotation]?
    let tags: [String: String]?
    let debug: Bool?
    let shared: Bool?
}

struct PlainEndpoint: Decodable {
    let serviceName: String?
    let ipv4: String?
    let ipv6: String?
    let port: UInt16?
}

struct PlainAnnotation: Decodable {
    let timestamp: Int64
    let value: String
}

/// OTLP's JSON as one would write it for `JSONDecoder`.
struct PlainRequest: Decodable {
    let resourceSpans: [PlainResourceSpans]
}

struct PlainResourceSpans: Decodable {
    let resource: PlainResource?
    let scopeSpans: [PlainScopeSpans]
    let schemaUrl: String?
}

struct PlainResource: Decodable {
    let attributes: [PlainAttribute]?
}

struct PlainScopeSpans: Decodable {
    let scope: PlainScope?
    let spans: [PlainOTLPSpan]
    let schemaUrl: String?
}

struct PlainScope: Decodable {
    let name: String?
    let version: String?
    let attributes: [PlainAttribute]?
}

struct PlainOTLPSpan: Decodable {
    let traceId: String
    let spanId: String
    let parentSpanId: String?
    let traceState: String?
    let flags: UInt32?
    let name: String?
    let kind: Int?
    let startTimeUnixNano: String?
    let endTimeUnixNano: String?
    let attributes: [PlainAttribute]?
    let events: [PlainEvent]?
    let links: [PlainLink]?
    let status: PlainStatus?
}

struct PlainAttribute: Decodable {
    let key: String
    let value: PlainValue
}

struct PlainValue: Decodable {
    let stringValue: String?
    let boolValue: Bool?
    let intValue: String?
    let doubleValue: Double?
    let bytesValue: String?
    let arrayValue: PlainArray?
    let kvlistValue: PlainMap?
}

struct PlainArray: Decodable {
    let values: [PlainValue]?
}

struct PlainMap: Decodable {
    let values: [PlainAttribute]?
}

struct PlainEvent: Decodable {
    let timeUnixNano: String?
    let name: String?
    let attributes: [PlainAttribute]?
}

struct PlainLink: Decodable {
    let traceId: String
    let spanId: String
    let traceState: String?
    let attributes: [PlainAttribute]?
}

struct PlainStatus: Decodable {
    let code: Int?
    let message: String?
}
