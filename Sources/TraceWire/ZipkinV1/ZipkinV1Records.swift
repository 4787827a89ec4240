import TraceBytes

/// Collects what a walker tells as records, without judging any of it.
package struct ZipkinV1Records: ZipkinV1Sink {
    package private(set) var spans: [ZipkinV1Span] = []
    /// The objects that are open, the innermost last, and where they began.
    private var open: [ZipkinV1Span] = []
    private var elements: [ZipkinV1Value] = []
    private var listOffset = 0
    /// Whether texts can be anything else than UTF-8, and so the values of binary annotations bytes.
    private let isThrift: Bool

    package init(isThrift: Bool) { self.isThrift = isThrift }

    package mutating func begin(_ part: ZipkinV1Part, at offset: Int) { open.append(ZipkinV1Span(at: offset)) }

    package mutating func beginList(_ field: ZipkinV1Field, at offset: Int) {
        elements = []
        listOffset = offset
    }

    package mutating func member(_ field: ZipkinV1Field, of part: ZipkinV1Part, _ value: ZipkinV1Scalar) {
        let isBinary = isThrift && (part == .binaryAnnotation && field == .value || field == .ipv6)
        add(ZipkinV1Member(field.rawValue, self.value(value, isBinary: isBinary), at: value.offset))
    }

    package mutating func unknown(_ name: String, value: RawSpan, at range: Range<Int>) {
        add(ZipkinV1Member(name, .unknown(value.copied()), at: range.lowerBound))
    }

    package mutating func endList(_ field: ZipkinV1Field, at offset: Int) {
        add(ZipkinV1Member(field.rawValue, .array(elements), at: listOffset))
    }

    package mutating func end(_ part: ZipkinV1Part, at offset: Int) {
        guard let ended = open.popLast() else { return }
        switch part {
        case .span: spans.append(ended)
        case .annotation, .binaryAnnotation: elements.append(.object(ended.members))
        case .endpoint:
            add(ZipkinV1Member(ZipkinV1Field.endpoint.rawValue, .object(ended.members), at: ended.offset))
        }
    }

    private mutating func add(_ member: ZipkinV1Member) {
        // Outside of spans only the arguments of a message can have something unknown.
        guard let place = open.indices.last else { return }
        // Most objects are annotations and endpoints, of three or four members; empty ones cost nothing.
        if open[place].members.isEmpty { open[place].members.reserveCapacity(4) }
        open[place].members.append(member)
    }

    private func value(_ scalar: ZipkinV1Scalar, isBinary: Bool) -> ZipkinV1Value {
        switch scalar.content {
        case .bytes(let bytes):
            let text = isBinary ? nil : String(validating: bytes, as: UTF8.self)
            return text.map { .text($0) } ?? .bytes(bytes)
        case .number(let spelling): return .number(String(decoding: spelling, as: UTF8.self))
        case .integer(let number): return .integer(number)
        case .bool(let flag): return .bool(flag)
        case .null: return .null
        }
    }
}
