import TraceBytes

/// Collects what a walker tells as records, without judging any of it.
package struct ZipkinV2Records: ZipkinV2Sink {
    package private(set) var spans: [ZipkinV2Span] = []
    private var span = ZipkinV2Span()
    /// The members of the endpoint, the annotation or the tags that are open; nil when none is.
    private var open: [ZipkinV2Member]?
    private var annotations: [ZipkinV2Value] = []
    private var containerName = ""
    private var containerOffset = 0

    package init() {}

    package mutating func beginSpan(at offset: Int) { span = ZipkinV2Span(at: offset) }

    package mutating func endSpan(at offset: Int) { spans.append(span) }

    package mutating func member(_ field: ZipkinV2Field, _ value: borrowing ZipkinV2Scalar) {
        add(ZipkinV2Member(field.rawValue, Self.value(value), at: value.offset))
    }

    package mutating func beginEndpoint(_ field: ZipkinV2Field, at offset: Int) {
        begin(field.rawValue, at: offset)
        open = []
    }

    package mutating func endpointMember(_ field: ZipkinV2EndpointField, _ value: borrowing ZipkinV2Scalar) {
        add(ZipkinV2Member(field.rawValue, Self.value(value), at: value.offset))
    }

    package mutating func endEndpoint(at offset: Int) { closeObject() }

    package mutating func beginAnnotations(at offset: Int) {
        begin(ZipkinV2Field.annotations.rawValue, at: offset)
        annotations = []
    }

    package mutating func beginAnnotation(at offset: Int) { open = [] }

    package mutating func annotationMember(_ field: ZipkinV2AnnotationField, _ value: borrowing ZipkinV2Scalar) {
        add(ZipkinV2Member(field.rawValue, Self.value(value), at: value.offset))
    }

    package mutating func endAnnotation(at offset: Int) {
        annotations.append(.object(open ?? []))
        open = nil
    }

    package mutating func endAnnotations(at offset: Int) {
        add(ZipkinV2Member(containerName, .array(annotations), at: containerOffset))
    }

    package mutating func beginTags(at offset: Int) {
        begin(ZipkinV2Field.tags.rawValue, at: offset)
        open = []
    }

    package mutating func tag(_ key: borrowing ZipkinV2Scalar, _ value: borrowing ZipkinV2Scalar) {
        add(ZipkinV2Member(key.bytes.text(), Self.value(value), at: value.offset))
    }

    package mutating func endTags(at offset: Int) { closeObject() }

    package mutating func unknown(_ name: borrowing ZipkinV2Scalar, value: RawSpan, at range: Range<Int>) {
        if name.kind == .unsigned {
            add(ZipkinV2Member(String(name.bits), .bytes(value.copied()), at: range.lowerBound))
        } else {
            add(ZipkinV2Member(name.bytes.text(), .unknown(value.text()), at: range.lowerBound))
        }
    }

    private mutating func begin(_ name: String, at offset: Int) {
        containerName = name
        containerOffset = offset
    }

    private mutating func closeObject() {
        let members = open ?? []
        open = nil
        add(ZipkinV2Member(containerName, .object(members), at: containerOffset))
    }

    private mutating func add(_ member: ZipkinV2Member) {
        if open != nil { open?.append(member) } else { span.members.append(member) }
    }

    private static func value(_ scalar: borrowing ZipkinV2Scalar) -> ZipkinV2Value {
        switch scalar.kind {
        case .text: .text(scalar.bytes.text())
        case .number: .number(scalar.bytes.text())
        case .true: .bool(true)
        case .false: .bool(false)
        case .null: .null
        case .bytes: .bytes(scalar.bytes.copied())
        case .unsigned: .number(String(scalar.bits))
        case .signed: .number(String(Int64(bitPattern: scalar.bits)))
        }
    }
}
