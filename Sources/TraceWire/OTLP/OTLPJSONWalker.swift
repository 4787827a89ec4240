import TraceBytes

/// Walks the JSON encoding of OTLP once and tells a sink what it meets.
///
/// It judges structure only: the grammar of JSON and the limits. A declared member that is an object where its type has no
/// parts, or the other way round, is told as mistyped; what a value means is the sink's business.
package struct OTLPJSONWalker {
    private let limits: DecodingLimits
    private var spans = 0
    /// Lists and maps that are open.
    private var listDepth = 0
    var path = OTLPPath()
    /// The text of a name and of a value that were spelt with escapes.
    private var nameText: [UInt8] = []
    var valueText: [UInt8] = []

    package static func walk<Sink: OTLPSink & ~Copyable>(
        _ payload: RawSpan, into sink: inout Sink, limits: DecodingLimits = .default
    ) throws(WireError) {
        var walker = OTLPJSONWalker(limits: limits)
        do throws(ReadError) {
            guard payload.byteCount <= limits.payloadBytes else {
                throw ReadError(.limitExceeded("size", limit: limits.payloadBytes), at: limits.payloadBytes)
            }
            // A map in a map takes three objects and an array, the outermost value lies in nine of them.
            var reader = JSONReader(payload, depthLimit: min(limits.depth, 1 << 16) * 4 + 12)
            try walker.object(of: .request, &reader, into: &sink)
            try reader.finish()
        } catch {
            throw WireError(format: OTLP.json.name, path: walker.path.text, cause: error)
        }
    }

    private init(limits: DecodingLimits) { self.limits = limits }

    /// Reads the object that is a message.
    private mutating func object<Sink: OTLPSink & ~Copyable>(
        of message: OTLPMessage, _ reader: inout JSONReader, into sink: inout Sink
    ) throws(ReadError) {
        try reader.beginObject()
        var counts = OTLPCounts()
        while let key = try reader.nextKey() {
            guard let field = field(of: message, key, reader) else {
                try unknown(key, &reader, into: &sink)
                continue
            }
            let kind = try peekKind(of: field, &reader)
            if field.isRepeated, kind != .null {
                try list(field, kind, counts: &counts, &reader, into: &sink)
                continue
            }
            do throws(ReadError) {
                try element(field, kind, &reader, into: &sink)
            } catch {
                path.append(field)
                throw error
            }
        }
    }

    @inline(__always)
    private mutating func peekKind(of field: OTLPField, _ reader: inout JSONReader) throws(ReadError) -> JSONKind {
        do throws(ReadError) {
            return try reader.peekKind()
        } catch {
            path.append(field)
            throw error
        }
    }

    private mutating func list<Sink: OTLPSink & ~Copyable>(
        _ field: OTLPField, _ kind: JSONKind, counts: inout OTLPCounts, _ reader: inout JSONReader,
        into sink: inout Sink
    ) throws(ReadError) {
        guard kind == .array else {
            do throws(ReadError) {
                return try mistyped(field, &reader, into: &sink)
            } catch {
                path.append(field)
                throw error
            }
        }
        let start = reader.position
        var index = 0
        do throws(ReadError) {
            try reader.beginArray()
            try sink.beginList(field, at: start)
            while try reader.nextElement() {
                let kind = try reader.peekKind()
                try counts.count(field, at: reader.position, limits: limits)
                // An element of a list is never null (protobuf, JSON Mapping).
                if kind == .null {
                    try mistyped(field, &reader, into: &sink)
                } else {
                    try element(field, kind, &reader, into: &sink)
                }
                index += 1
            }
        } catch {
            path.append(field, index: index)
            throw error
        }
        try sink.endList(field, at: reader.position - 1)
    }

    private mutating func element<Sink: OTLPSink & ~Copyable>(
        _ field: OTLPField, _ kind: JSONKind, _ reader: inout JSONReader, into sink: inout Sink
    ) throws(ReadError) {
        guard kind != .null, case .message(let message) = field.type else {
            guard kind != .object, kind != .array else { return try mistyped(field, &reader, into: &sink) }
            let value = try readScalar(kind, &reader)
            return try sink.value(field, value.scalar(reader.bytes, valueText.span.bytes))
        }
        guard kind == .object else { return try mistyped(field, &reader, into: &sink) }
        if field == .spans {
            spans += 1
            guard spans <= limits.spansPerPayload else {
                throw ReadError(.limitExceeded("number of spans", limit: limits.spansPerPayload), at: reader.position)
            }
        }
        if Sink.takesAttributesWhole, message == .keyValue, field != .listValues,
            try wholeAttribute(field, &reader, into: &sink)
        {
            return
        }
        let isNested = message == .arrayValue || message == .keyValueList
        if isNested {
            guard listDepth < limits.depth else {
                throw ReadError(.limitExceeded("nesting", limit: limits.depth), at: reader.position)
            }
            listDepth += 1
        }
        try sink.begin(field, at: reader.position)
        try object(of: message, &reader, into: &sink)
        try sink.end(field, at: reader.position - 1)
        if isNested { listDepth -= 1 }
    }

    // MARK: Values

    /// A scalar that was read and not yet told.
    struct Token {
        let form: OTLPScalar.Form
        let range: Range<Int>
        /// Where its bytes stand in the payload; nil when they were resolved into a buffer.
        let spelling: Range<Int>?

        @inline(__always)
        @_lifetime(copy payload, copy resolved)
        func scalar(_ payload: RawSpan, _ resolved: RawSpan) -> OTLPScalar {
            guard let spelling else { return OTLPScalar(form, resolved, at: range) }
            return OTLPScalar(form, payload.clamped(to: spelling), at: range)
        }
    }

    /// Reads a value that is neither an object nor an array.
    @inline(__always)
    mutating func readScalar(_ kind: JSONKind, _ reader: inout JSONReader) throws(ReadError) -> Token {
        let start = reader.position
        switch kind {
        case .string:
            let text = try reader.readString()
            guard text.hasEscapes else { return Token(form: .text, range: text.quotedRange, spelling: text.range) }
            valueText.removeAll(keepingCapacity: true)
            reader.appendText(of: text, to: &valueText)
            return Token(form: .text, range: text.quotedRange, spelling: nil)
        case .number:
            let range = try reader.readNumber().range
            return Token(form: .number, range: range, spelling: range)
        case .bool:
            let isTrue = try reader.readBool()
            return Token(
                form: isTrue ? .true : .false, range: start..<reader.position, spelling: start..<reader.position)
        case .null:
            try reader.readNull()
            return Token(form: .null, range: start..<reader.position, spelling: start..<reader.position)
        case .array, .object: throw reader.unexpected("a value without parts")
        }
    }

    // MARK: Names

    /// The field of this name; nil when the message does not declare it.
    @inline(__always)
    private mutating func field(
        of message: OTLPMessage, _ key: JSONText, _ reader: borrowing JSONReader
    ) -> OTLPField? {
        guard key.hasEscapes else { return message.field(named: reader.spelling(of: key)) }
        resolve(key, reader)
        return message.field(named: nameText.span.bytes)
    }

    @inline(never)
    private mutating func resolve(_ key: JSONText, _ reader: borrowing JSONReader) {
        nameText.removeAll(keepingCapacity: true)
        reader.appendText(of: key, to: &nameText)
    }

    /// Passes over a member that is not declared, checking its grammar.
    @inline(never)
    private mutating func unknown<Sink: OTLPSink & ~Copyable>(
        _ key: JSONText, _ reader: inout JSONReader, into sink: inout Sink
    ) throws(ReadError) {
        resolve(key, reader)
        do throws(ReadError) {
            let range = try reader.skipValue()
            try sink.unknown(named: nameText.span.bytes, value: reader.bytes.clamped(to: range), at: range)
        } catch {
            path.append(unknown: reader.string(key))
            throw error
        }
    }

    /// Passes over a member whose value has parts where its type has none, or the other way round.
    @inline(never)
    private func mistyped<Sink: OTLPSink & ~Copyable>(
        _ field: OTLPField, _ reader: inout JSONReader, into sink: inout Sink
    ) throws(ReadError) {
        let range = try reader.skipValue()
        try sink.mistyped(field, value: reader.bytes.clamped(to: range), wireType: nil, at: range)
    }
}
