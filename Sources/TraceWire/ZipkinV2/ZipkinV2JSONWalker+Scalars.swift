import TraceBytes

/// Values without parts, and names.
extension ZipkinV2JSONWalker {
    /// A scalar that was read and not yet told.
    struct Token {
        let kind: ZipkinV2Scalar.Kind
        let range: Range<Int>
        /// Where its bytes stand in the payload; nil when they were resolved into a buffer.
        let spelling: Range<Int>?
    }

    /// Reads a value that must have no parts.
    @_lifetime(self: copy self)
    mutating func readScalar() throws(ReadError) -> Token {
        let kind = try reader.peekKind()
        let start = reader.position
        switch kind {
        case .string:
            let text = try reader.readString()
            guard text.hasEscapes else { return Token(kind: .text, range: text.quotedRange, spelling: text.range) }
            valueText.removeAll(keepingCapacity: true)
            reader.appendText(of: text, to: &valueText)
            return Token(kind: .text, range: text.quotedRange, spelling: nil)
        case .number:
            let range = try reader.readNumber().range
            return Token(kind: .number, range: range, spelling: range)
        case .bool:
            let isTrue = try reader.readBool()
            let range = start..<reader.position
            return Token(kind: isTrue ? .true : .false, range: range, spelling: range)
        case .null:
            try reader.readNull()
            let range = start..<reader.position
            return Token(kind: .null, range: range, spelling: range)
        case .array, .object:
            throw reader.unexpected("a text, a number, a boolean or null")
        }
    }

    /// Resolves the escapes of a key.
    @_lifetime(self: copy self)
    mutating func unescape(_ key: JSONText) -> Token {
        guard key.hasEscapes else { return Token(kind: .text, range: key.quotedRange, spelling: key.range) }
        keyText.removeAll(keepingCapacity: true)
        reader.appendText(of: key, to: &keyText)
        return Token(kind: .text, range: key.quotedRange, spelling: nil)
    }

    /// The bytes of the value that was read last.
    @_lifetime(borrow self)
    func bytes(of value: Token) -> RawSpan {
        guard let spelling = value.spelling else { return valueText.span.bytes }
        return reader.bytes.clamped(to: spelling)
    }

    /// The bytes of the key that was resolved last.
    @_lifetime(borrow self)
    func bytes(ofKey key: Token) -> RawSpan {
        guard let spelling = key.spelling else { return keyText.span.bytes }
        return reader.bytes.clamped(to: spelling)
    }

    /// Tells a container that is `null`; false, and nothing read, when it is anything else.
    @_lifetime(self: copy self)
    mutating func isNull<Sink: ZipkinV2Sink & ~Copyable>(
        _ field: ZipkinV2Field, told sink: inout Sink
    ) throws(ReadError) -> Bool {
        guard try reader.peekKind() == .null else { return false }
        let value = try readScalar()
        try sink.member(field, ZipkinV2Scalar(.null, bytes(of: value), at: value.range))
        return true
    }

    /// Passes over a member that the specification does not know, checking its grammar.
    @_lifetime(self: copy self)
    mutating func unknown<Sink: ZipkinV2Sink & ~Copyable>(_ key: JSONText, into sink: inout Sink) throws(ReadError) {
        place.key = key.range
        let name = unescape(key)
        let range = try reader.skipValue()
        try sink.unknown(
            ZipkinV2Scalar(.text, bytes(ofKey: name), at: name.range), value: reader.bytes.clamped(to: range), at: range
        )
        place.key = nil
    }

    // MARK: Names

    @_lifetime(self: copy self)
    mutating func spanField(_ key: JSONText) -> ZipkinV2Field? {
        let name = unescape(key)
        return ZipkinV2Field(name: bytes(ofKey: name))
    }

    @_lifetime(self: copy self)
    mutating func endpointField(_ key: JSONText) -> ZipkinV2EndpointField? {
        let name = unescape(key)
        let bytes = bytes(ofKey: name)
        return switch bytes.byteCount {
        case 11 where bytes.equals("serviceName"): .serviceName
        case 4 where bytes.equals("ipv4"): .ipv4
        case 4 where bytes.equals("ipv6"): .ipv6
        case 4 where bytes.equals("port"): .port
        default: nil
        }
    }

    @_lifetime(self: copy self)
    mutating func annotationField(_ key: JSONText) -> ZipkinV2AnnotationField? {
        let name = unescape(key)
        let bytes = bytes(ofKey: name)
        return switch bytes.byteCount {
        case 9 where bytes.equals("timestamp"): .timestamp
        case 5 where bytes.equals("value"): .value
        default: nil
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
