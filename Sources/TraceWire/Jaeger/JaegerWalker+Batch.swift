import TraceBytes

/// A batch and what it has once.
extension JaegerWalker where Reader: ~Escapable {
    @_lifetime(self: copy self)
    mutating func batch<Sink: JaegerSink & ~Copyable>(into sink: inout Sink) throws(ReadError) {
        try sink.begin(.batch, at: reader.position)
        var last: Int16 = 0
        var ids = JaegerFieldIDs()
        while let field = try reader.nextField(after: &last) {
            switch (field.id, field.type) {
            case (1, .structure):
                place.section = .process
                try process(into: &sink)
            case (2, .list):
                place.section = .spans
                guard try spans(field, into: &sink) else {
                    place.section = nil
                    continue
                }
            case (3, .i64):
                place.field = .seqNo
                let offset = reader.position
                try sink.number(.seqNo, of: .batch, try reader.readI64(), at: offset)
                place.field = nil
            case (4, .structure):
                place.section = .stats
                try stats(into: &sink)
            default:
                try stray(field, of: .batch, into: &sink)
                continue
            }
            place.section = nil
            ids.insert(field.id)
        }
        try sink.end(.batch, having: ids, at: reader.position - 1, in: reader.bytes)
    }

    @_lifetime(self: copy self)
    private mutating func process<Sink: JaegerSink & ~Copyable>(into sink: inout Sink) throws(ReadError) {
        try sink.begin(.process, at: reader.position)
        var last: Int16 = 0
        var ids = JaegerFieldIDs()
        while let field = try reader.nextField(after: &last) {
            switch (field.id, field.type) {
            case (1, .binary):
                place.field = .serviceName
                try sink.text(.serviceName, of: .process, at: try reader.readBinary())
                place.field = nil
            case (2, .list):
                place.list = .tags
                let areTags = try tags(.tags, field, of: .process, into: &sink)
                place.list = nil
                if !areTags { continue }
            default:
                try stray(field, of: .process, into: &sink)
                continue
            }
            ids.insert(field.id)
        }
        try sink.end(.process, having: ids, at: reader.position - 1, in: reader.bytes)
    }

    @_lifetime(self: copy self)
    private mutating func stats<Sink: JaegerSink & ~Copyable>(into sink: inout Sink) throws(ReadError) {
        try sink.begin(.stats, at: reader.position)
        var last: Int16 = 0
        var ids = JaegerFieldIDs()
        while let field = try reader.nextField(after: &last) {
            let name: JaegerField
            switch (field.id, field.type) {
            case (1, .i64): name = .fullQueueDroppedSpans
            case (2, .i64): name = .tooLargeDroppedSpans
            case (3, .i64): name = .failedToEmitSpans
            default:
                try stray(field, of: .stats, into: &sink)
                continue
            }
            place.field = name
            let offset = reader.position
            try sink.number(name, of: .stats, try reader.readI64(), at: offset)
            place.field = nil
            ids.insert(field.id)
        }
        try sink.end(.stats, having: ids, at: reader.position - 1, in: reader.bytes)
    }

    @_lifetime(self: copy self)
    private mutating func spans<Sink: JaegerSink & ~Copyable>(
        _ field: ThriftField, into sink: inout Sink
    ) throws(ReadError) -> Bool {
        guard let count = try beginList(.spans, field, of: .batch, into: &sink) else { return false }
        for index in 0..<count {
            place.span = index
            guard spans < limits.spansPerPayload else {
                throw ReadError(.limitExceeded("number of spans", limit: limits.spansPerPayload), at: reader.position)
            }
            spans += 1
            try span(into: &sink)
        }
        place.span = -1
        try sink.endList(.spans, at: reader.position)
        return true
    }
}
