import TraceBytes

/// What a Zipkin v1 payload said, in the wire's words and order, whatever its encoding.
///
/// A sink is told every member, also the second of a name and those that the specification does not know; absent members
/// are not mentioned. It may refuse what it is told; the walker adds the path.
package protocol ZipkinV1Sink: ~Copyable {
    mutating func begin(_ part: ZipkinV1Part, at offset: Int) throws(ReadError)
    mutating func beginList(_ field: ZipkinV1Field, at offset: Int) throws(ReadError)
    /// Containers come here only as JSON's `null`.
    mutating func member(_ field: ZipkinV1Field, of part: ZipkinV1Part, _ value: ZipkinV1Scalar) throws(ReadError)
    /// A member that the specification does not know, or a field of Thrift that has another type: as its key in JSON,
    /// `7:i64` in Thrift.
    mutating func unknown(_ name: String, value: RawSpan, at range: Range<Int>) throws(ReadError)
    mutating func endList(_ field: ZipkinV1Field, at offset: Int) throws(ReadError)
    mutating func end(_ part: ZipkinV1Part, at offset: Int) throws(ReadError)
}

/// The objects of JSON and the structs of `zipkinCore.thrift`.
public enum ZipkinV1Part: Sendable, Hashable {
    case span, annotation, binaryAnnotation, endpoint
}

/// The members of the parts, by JSON's names (`zipkin-api.yaml`); Thrift has two more.
public enum ZipkinV1Field: String, Sendable, Hashable, CaseIterable {
    case traceId, parentId, id, name, timestamp, duration, debug, annotations, binaryAnnotations
    /// Thrift: the upper half of an id of 128 bits.
    case traceIdHigh
    case value, endpoint, key
    /// Thrift: 0 BOOL, 1 BYTES, 2 I16, 3 I32, 4 I64, 5 DOUBLE, 6 STRING.
    case annotationType
    case serviceName, ipv4, ipv6, port

    /// The member of this name in JSON.
    init?(json name: String, of part: ZipkinV1Part) {
        guard let field = ZipkinV1Field(rawValue: name), part.jsonFields.contains(field) else { return nil }
        self = field
    }
}

extension ZipkinV1Part {
    fileprivate var jsonFields: [ZipkinV1Field] {
        switch self {
        case .span:
            [.traceId, .parentId, .id, .name, .timestamp, .duration, .debug, .annotations, .binaryAnnotations]
        case .annotation: [.timestamp, .value, .endpoint]
        case .binaryAnnotation: [.key, .value, .endpoint]
        case .endpoint: [.serviceName, .ipv4, .ipv6, .port]
        }
    }
}

/// A value without parts, as the wire had it.
package struct ZipkinV1Scalar: Sendable, Hashable {
    package enum Content: Sendable, Hashable {
        /// JSON: the UTF-8 of a text, its escapes resolved. Thrift: the bytes of a text or of anything else.
        case bytes([UInt8])
        /// JSON: the spelling, `8080.0`.
        case number([UInt8])
        /// Thrift: of any width.
        case integer(Int64)
        case bool(Bool)
        case null
    }

    package let content: Content
    /// Where the value stands in the payload, quotes of JSON included, lengths of Thrift not.
    package let range: Range<Int>

    package init(_ content: Content, at range: Range<Int>) {
        self.content = content
        self.range = range
    }

    package var offset: Int { range.lowerBound }
}
