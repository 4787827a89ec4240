import TraceBytes

/// A span and its lists.
extension JaegerWalker where Reader: ~Escapable {
    @_lifetime(self: copy self)
    mutating func span<Sink: JaegerSink & ~Copyable>(into sink: inout Sink) throws(ReadError) {
        try sink.begin(.span, at: reader.position)
        var last: Int16 = 0
        var ids = JaegerFieldIDs()
        while let field = try reader.nextField(after: &last) {
            switch (field.id, field.type) {
            case (1, .i64): try number(.traceIdLow, of: .span, into: &sink)
            case (2, .i64): try number(.traceIdHigh, of: .span, into: &sink)
            case (3, .i64): try number(.spanId, of: .span, into: &sink)
            case (4, .i64): try number(.parentSpanId, of: .span, into: &sink)
            case (5, .binary): try text(.operationName, of: .span, into: &sink)
            case (6, .list): guard try references(field, into: &sink) else { continue }
            case (7, .i32): try shortNumber(.flags, of: .span, into: &sink)
            case (8, .i64): try number(.startTime, of: .span, into: &sink)
            case (9, .i64): try number(.duration, of: .span, into: &sink)
            case (10, .list):
                place.list = .tags
                let areTags = try tags(.tags, field, of: .span, into: &sink)
                place.list = nil
                if !areTags { continue }
            case (11, .list): guard try logs(field, into: &sink) else { continue }
            case (12, .bool):
                try sink.flag(.incomplete, of: .span, try reader.readBool(of: field), at: reader.position - 1)
            default:
                try stray(field, of: .span, into: &sink)
                continue
            }
            ids.insert(field.id)
        }
        try sink.end(.span, having: ids, at: reader.position - 1, in: reader.bytes)
    }

    @_lifetime(self: copy self)
    private mutating func references<Sink: JaegerSink & ~Copyable>(
        _ field: ThriftField, into sink: inout Sink
    ) throws(ReadError) -> Bool {
        guard let count = try beginList(.references, field, of: .span, into: &sink) else { return false }
        place.list = .references
        for index in 0..<count {
            try enter(index, "references")
            try reference(into: &sink)
        }
        leaveList()
        try sink.endList(.references, at: reader.position)
        return true
    }

    @_lifetime(self: copy self)
    private mutating func reference<Sink: JaegerSink & ~Copyable>(into sink: inout Sink) throws(ReadError) {
        try sink.begin(.reference, at: reader.position)
        var last: Int16 = 0
        var ids = JaegerFieldIDs()
        while let field = try reader.nextField(after: &last) {
            switch (field.id, field.type) {
            case (1, .i32): try shortNumber(.refType, of: .reference, into: &sink)
            case (2, .i64): try number(.traceIdLow, of: .reference, into: &sink)
            case (3, .i64): try number(.traceIdHigh, of: .reference, into: &sink)
            case (4, .i64): try number(.spanId, of: .reference, into: &sink)
            default:
                try stray(field, of: .reference, into: &sink)
                continue
            }
            ids.insert(field.id)
        }
        try sink.end(.reference, having: ids, at: reader.position - 1, in: reader.bytes)
    }

    @_lifetime(self: copy self)
    private mutating func logs<Sink: JaegerSink & ~Copyable>(
        _ field: ThriftField, into sink: inout Sink
    ) throws(ReadError) -> Bool {
        guard let count = try beginList(.logs, field, of: .span, into: &sink) else { return false }
        for index in 0..<count {
            place.list = .logs
            try enter(index, "logs")
            try log(into: &sink)
        }
        leaveList()
        try sink.endList(.logs, at: reader.position)
        return true
    }

    @_lifetime(self: copy self)
    private mutating func log<Sink: JaegerSink & ~Copyable>(into sink: inout Sink) throws(ReadError) {
        try sink.begin(.log, at: reader.position)
        var last: Int16 = 0
        var ids = JaegerFieldIDs()
        while let field = try reader.nextField(after: &last) {
            switch (field.id, field.type) {
            case (1, .i64): try number(.timestamp, of: .log, into: &sink)
            case (2, .list): guard try tags(.fields, field, of: .log, into: &sink) else { continue }
            default:
                try stray(field, of: .log, into: &sink)
                continue
            }
            ids.insert(field.id)
        }
        try sink.end(.log, having: ids, at: reader.position - 1, in: reader.bytes)
    }

    // MARK: Places

    /// Says which element of the list of a span is read next, and that there are not too many.
    @_lifetime(self: copy self)
    mutating func enter(_ index: Int, _ list: StaticString) throws(ReadError) {
        place.index = index
        guard index < limits.attributesPerSpan else {
            throw ReadError(
                .limitExceeded("number of \(list)", limit: limits.attributesPerSpan), at: reader.position)
        }
    }

    @_lifetime(self: copy self)
    private mutating func leaveList() {
        place.list = nil
        place.index = -1
    }
}
