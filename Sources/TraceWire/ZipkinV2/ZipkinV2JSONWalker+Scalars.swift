import TraceBytes

/// Values without parts, and names.
extension ZipkinV2JSONWalker {
    /// A scalar or a key that was read and not yet told.
    struct Token {
        let kind: ZipkinV2Scalar.Kind
        /// Spelt with escapes, which were resolved into a buffer.
        let isResolved: Bool
        /// Quotes included.
        let range: Range<Int>

        /// Where its bytes stand in the payload. Both quotes of a text lie in its range.
        var spelling: Range<Int> {
            kind == .text ? range.lowerBound + 1..<range.upperBound - 1 : range
        }
    }

    /// Reads a value that must have no parts.
    @_lifetime(self: copy self)
    mutating func readScalar() throws(ReadError) -> Token {
        if let text = try reader.readStringIfPresent() {
            if text.hasEscapes {
                valueText.removeAll(keepingCapacity: true)
                reader.appendText(of: text, to: &valueText)
            }
            return Token(kind: .text, isResolved: text.hasEscapes, range: text.quotedRange)
        }
        let kind = try reader.peekKind()
        let start = reader.position
        switch kind {
        case .number: return Token(kind: .number, isResolved: false, range: try reader.readNumber().range)
        case .bool:
            let isTrue = try reader.readBool()
            return Token(kind: isTrue ? .true : .false, isResolved: false, range: start..<reader.position)
        case .null:
            try reader.readNull()
            return Token(kind: .null, isResolved: false, range: start..<reader.position)
        case .string, .array, .object: throw reader.unexpected("a text, a number, a boolean or null")
        }
    }

    /// Resolves the escapes of a key.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func unescape(_ key: JSONText) -> Token {
        if key.hasEscapes {
            keyText.removeAll(keepingCapacity: true)
            reader.appendText(of: key, to: &keyText)
        }
        return Token(kind: .text, isResolved: key.hasEscapes, range: key.quotedRange)
    }

    /// The bytes of a value or a key whose bytes need no buffer. Only the view of the payload is copied, not the walker.
    @inline(__always)
    @_lifetime(copy self)
    func plainBytes(of token: Token) -> RawSpan { reader.bytes.clamped(to: token.spelling) }

    /// Tells a container that is `null`; false, and nothing read, when it is anything else.
    @_lifetime(self: copy self)
    mutating func isNull<Sink: ZipkinV2Sink & ~Copyable>(
        _ field: ZipkinV2Field, told sink: inout Sink
    ) throws(ReadError) -> Bool {
        guard try reader.peekKind() == .null else { return false }
        let value = try readScalar()
        try sink.member(field, ZipkinV2Scalar(.null, plainBytes(of: value), at: value.range))
        return true
    }

    /// Passes over a member that the specification does not know, checking its grammar.
    @_lifetime(self: copy self)
    mutating func unknown<Sink: ZipkinV2Sink & ~Copyable>(_ key: JSONText, into sink: inout Sink) throws(ReadError) {
        place.key = key.range
        let name = unescape(key)
        let range = try reader.skipValue()
        let value = reader.bytes.clamped(to: range)
        if name.isResolved {
            try sink.unknown(ZipkinV2Scalar(.text, keyText.span.bytes, at: name.range), value: value, at: range)
        } else {
            try sink.unknown(ZipkinV2Scalar(.text, plainBytes(of: name), at: name.range), value: value, at: range)
        }
        place.key = nil
    }

    // MARK: Names

    @_lifetime(self: copy self)
    mutating func spanField(_ key: JSONText) -> ZipkinV2Field? {
        let name = unescape(key)
        return name.isResolved ? ZipkinV2Field(name: keyText.span.bytes) : ZipkinV2Field(name: plainBytes(of: name))
    }

    @_lifetime(self: copy self)
    mutating func endpointField(_ key: JSONText) -> ZipkinV2EndpointField? {
        let name = unescape(key)
        return name.isResolved
            ? ZipkinV2EndpointField(name: keyText.span.bytes) : ZipkinV2EndpointField(name: plainBytes(of: name))
    }

    @_lifetime(self: copy self)
    mutating func annotationField(_ key: JSONText) -> ZipkinV2AnnotationField? {
        let name = unescape(key)
        return name.isResolved
            ? ZipkinV2AnnotationField(name: keyText.span.bytes) : ZipkinV2AnnotationField(name: plainBytes(of: name))
    }
}

extension ZipkinV2EndpointField {
    fileprivate init?(name: borrowing RawSpan) {
        switch name.byteCount {
        case 11 where name.equals("serviceName"): self = .serviceName
        case 4 where name.equals("ipv4"): self = .ipv4
        case 4 where name.equals("ipv6"): self = .ipv6
        case 4 where name.equals("port"): self = .port
        default: return nil
        }
    }
}

extension ZipkinV2AnnotationField {
    fileprivate init?(name: borrowing RawSpan) {
        switch name.byteCount {
        case 9 where name.equals("timestamp"): self = .timestamp
        case 5 where name.equals("value"): self = .value
        default: return nil
        }
    }
}

extension ZipkinV2Field {
    /// The member of this name; by length first, since no more than two names share one.
    init?(name: borrowing RawSpan) {
        switch name.byteCount {
        case 2 where name.equals("id"): self = .id
        case 4 where name.equals("name"): self = .name
        case 4 where name.equals("tags"): self = .tags
        case 4 where name.equals("kind"): self = .kind
        case 5 where name.equals("debug"): self = .debug
        case 6 where name.equals("shared"): self = .shared
        case 7 where name.equals("traceId"): self = .traceId
        case 8 where name.equals("parentId"): self = .parentId
        case 8 where name.equals("duration"): self = .duration
        case 9 where name.equals("timestamp"): self = .timestamp
        case 11 where name.equals("annotations"): self = .annotations
        case 13 where name.equals("localEndpoint"): self = .localEndpoint
        case 14 where name.equals("remoteEndpoint"): self = .remoteEndpoint
        default: return nil
        }
    }
}
