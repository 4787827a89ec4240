import TraceBytes

/// Tags, which are most of a payload, and the values of fields.
extension JaegerWalker where Reader: ~Escapable {
    /// The tags of a process or a span, or the fields of a log.
    @_lifetime(self: copy self)
    mutating func tags<Sink: JaegerSink & ~Copyable>(
        _ name: JaegerField, _ field: ThriftField, of part: JaegerPart, into sink: inout Sink
    ) throws(ReadError) -> Bool {
        guard let count = try beginList(name, field, of: part, into: &sink) else { return false }
        for index in 0..<count {
            if name == .fields { place.logField = index } else { place.index = index }
            guard index < limits.attributesPerSpan else {
                throw ReadError(
                    .limitExceeded("number of \(name.rawValue)", limit: limits.attributesPerSpan), at: reader.position)
            }
            try tag(into: &sink)
        }
        if name == .fields { place.logField = -1 } else { place.index = -1 }
        try sink.endList(name, at: reader.position)
        return true
    }

    @_lifetime(self: copy self)
    private mutating func tag<Sink: JaegerSink & ~Copyable>(into sink: inout Sink) throws(ReadError) {
        if Sink.takesTagsWhole, Reader.hasCompactHeads,
            let short = JaegerShortTag(at: reader.position, in: reader.bytes)
        {
            reader.position = short.end
            return sink.tag(short.tag, in: reader.bytes)
        }
        try sink.begin(.tag, at: reader.position)
        var last: Int16 = 0
        var ids = JaegerFieldIDs()
        while let field = try reader.nextField(after: &last) {
            switch (field.id, field.type) {
            case (1, .binary): try text(.key, of: .tag, into: &sink)
            case (2, .i32): try shortNumber(.vType, of: .tag, into: &sink)
            case (3, .binary): try text(.vStr, of: .tag, into: &sink)
            case (4, .double):
                place.field = .vDouble
                let offset = reader.position
                try sink.double(.vDouble, of: .tag, try reader.readDouble(), at: offset)
                place.field = nil
            case (5, .bool):
                place.field = .vBool
                try sink.flag(.vBool, of: .tag, try reader.readBool(of: field), at: reader.position - 1)
                place.field = nil
            case (6, .i64): try number(.vLong, of: .tag, into: &sink)
            case (7, .binary): try text(.vBinary, of: .tag, into: &sink)
            default:
                try stray(field, of: .tag, into: &sink)
                continue
            }
            ids.insert(field.id)
        }
        try sink.end(.tag, having: ids, at: reader.position - 1, in: reader.bytes)
    }

    // MARK: Values

    @inline(__always)
    @_lifetime(self: copy self)
    mutating func number<Sink: JaegerSink & ~Copyable>(
        _ field: JaegerField, of part: JaegerPart, into sink: inout Sink
    ) throws(ReadError) {
        place.field = field
        let offset = reader.position
        try sink.number(field, of: part, try reader.readI64(), at: offset)
        place.field = nil
    }

    @inline(__always)
    @_lifetime(self: copy self)
    mutating func shortNumber<Sink: JaegerSink & ~Copyable>(
        _ field: JaegerField, of part: JaegerPart, into sink: inout Sink
    ) throws(ReadError) {
        place.field = field
        let offset = reader.position
        try sink.number(field, of: part, Int64(try reader.readI32()), at: offset)
        place.field = nil
    }

    @inline(__always)
    @_lifetime(self: copy self)
    mutating func text<Sink: JaegerSink & ~Copyable>(
        _ field: JaegerField, of part: JaegerPart, into sink: inout Sink
    ) throws(ReadError) {
        place.field = field
        try sink.text(field, of: part, at: try reader.readBinary())
        place.field = nil
    }
}
