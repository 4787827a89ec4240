import TraceBytes

/// What a Zipkin v2 payload said, in the wire's words and order, whatever its encoding.
///
/// A sink is told every member, also the second of a name and those that the specification does not know; absent members
/// are not mentioned. It may refuse what it is told; the walker adds the path.
package protocol ZipkinV2Sink: ~Copyable {
    mutating func beginSpan(at offset: Int) throws(ReadError)
    /// A member of the span itself. Containers (endpoints, annotations, tags) come here only as `null`.
    mutating func member(_ field: ZipkinV2Field, _ value: borrowing ZipkinV2Scalar) throws(ReadError)
    mutating func beginEndpoint(_ field: ZipkinV2Field, at offset: Int) throws(ReadError)
    mutating func endpointMember(_ field: ZipkinV2EndpointField, _ value: borrowing ZipkinV2Scalar) throws(ReadError)
    mutating func endEndpoint(at offset: Int) throws(ReadError)
    mutating func beginAnnotations(at offset: Int) throws(ReadError)
    mutating func beginAnnotation(at offset: Int) throws(ReadError)
    mutating func annotationMember(
        _ field: ZipkinV2AnnotationField, _ value: borrowing ZipkinV2Scalar) throws(ReadError)
    mutating func endAnnotation(at offset: Int) throws(ReadError)
    mutating func endAnnotations(at offset: Int) throws(ReadError)
    mutating func beginTags(at offset: Int) throws(ReadError)
    mutating func tag(_ key: borrowing ZipkinV2Scalar, _ value: borrowing ZipkinV2Scalar) throws(ReadError)
    mutating func endTags(at offset: Int) throws(ReadError)
    /// A member that the specification does not know, in whichever object is open, with the bytes of its value. Its name is
    /// a text, in protobuf a number.
    mutating func unknown(_ name: borrowing ZipkinV2Scalar, value: RawSpan, at range: Range<Int>) throws(ReadError)
    mutating func endSpan(at offset: Int) throws(ReadError)
}

/// The members of a span, `zipkin2-api.yaml` Span.
public enum ZipkinV2Field: String, Sendable, CaseIterable {
    case traceId, parentId, id, kind, name, timestamp, duration, localEndpoint, remoteEndpoint, annotations, tags
    case debug, shared
}

/// The members of an endpoint, `zipkin2-api.yaml` Endpoint.
public enum ZipkinV2EndpointField: String, Sendable, CaseIterable {
    case serviceName, ipv4, ipv6, port
}

/// The members of an annotation, `zipkin2-api.yaml` Annotation.
public enum ZipkinV2AnnotationField: String, Sendable, CaseIterable {
    case timestamp, value
}

/// A value without parts, as the wire spelt it.
package struct ZipkinV2Scalar: ~Escapable {
    package enum Kind: UInt8, Sendable {
        case text
        /// A number as JSON spells it.
        case number
        case `true`, `false`, null
        /// An identifier or an address as protobuf spells it, of any length.
        case bytes
        /// Integers as protobuf spells them, enums and booleans among them; the value is in ``ZipkinV2Scalar/bits``.
        case unsigned, signed
    }

    package let kind: Kind
    /// The UTF-8 of a text, its escapes resolved; the spelling of everything else.
    package let bytes: RawSpan
    /// The value of an integer of protobuf, two's complement where it is signed; 0 otherwise.
    package let bits: UInt64
    /// Where the value stands in the payload, quotes included.
    package let range: Range<Int>

    @_lifetime(copy bytes)
    package init(_ kind: Kind, _ bytes: RawSpan, at range: Range<Int>, bits: UInt64 = 0) {
        self.kind = kind
        self.bytes = bytes
        self.range = range
        self.bits = bits
    }

    package var offset: Int { range.lowerBound }
}
