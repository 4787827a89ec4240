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
