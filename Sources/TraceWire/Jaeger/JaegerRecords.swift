import TraceBytes

/// Collects what a walker tells as records, without judging any of it.
package struct JaegerRecords: JaegerSink {
    package private(set) var payload = JaegerPayload()
    /// The structs that are open, the innermost last.
    private var open: [JaegerStruct] = []
    /// The lists that are open, the innermost last, and how many structs were open when each began.
    private var lists: [OpenList] = []

    private struct OpenList {
        let offset: Int
        let depth: Int
        var elements: [JaegerStruct] = []
    }

    /// Texts have no payload of their own: the end of their struct brings it.
    private var pending: [(struct: Int, member: Int, range: Range<Int>)] = []

    package init() {}

    package mutating func message(_ message: ThriftMessage, in payload: RawSpan) {
        self.payload.message = JaegerMessage(
            method: payload.clamped(to: message.name).text(), type: message.type, sequence: message.sequence,
            isStrict: message.isStrict)
    }

    package mutating func begin(_ part: JaegerPart, at offset: Int) { open.append(JaegerStruct(at: offset)) }

    package mutating func beginList(_ field: JaegerField, at offset: Int) {
        lists.append(OpenList(offset: offset, depth: open.count))
    }

    package mutating func number(_ field: JaegerField, of part: JaegerPart, _ value: Int64, at offset: Int) {
        add(JaegerMember(field, .number(value), at: offset))
    }

    package mutating func double(_ field: JaegerField, of part: JaegerPart, _ value: Double, at offset: Int) {
        add(JaegerMember(field, .double(bits: value.bitPattern), at: offset))
    }

    package mutating func flag(_ field: JaegerField, of part: JaegerPart, _ value: Bool, at offset: Int) {
        add(JaegerMember(field, .flag(value), at: offset))
    }

    package mutating func text(_ field: JaegerField, of part: JaegerPart, at range: Range<Int>) {
        guard let place = open.indices.last else { return }
        pending.append((place, open[place].members.count, range))
        add(JaegerMember(field, .text(""), at: range.lowerBound))
    }

    package mutating func stray(
        _ field: ThriftField, of part: JaegerPart, at range: Range<Int>, in payload: RawSpan
    ) {
        // A boolean in the compact encoding has no bytes behind its head; it is kept as one byte.
        let bytes = range.isEmpty && field.type == .bool ? [field.flag ? 1 : 0] : payload.clamped(to: range).copied()
        add(JaegerMember(nil, .stray(id: field.id, type: field.type, bytes: bytes), at: range.lowerBound))
    }

    package mutating func endList(_ field: JaegerField, at offset: Int) {
        guard let list = lists.popLast() else { return }
        if field == .batches {
            payload.batches = list.elements
        } else {
            add(JaegerMember(field, .list(list.elements), at: list.offset))
        }
    }

    package mutating func end(
        _ part: JaegerPart, having ids: JaegerFieldIDs, at offset: Int, in payload: RawSpan
    ) {
        resolveTexts(in: payload)
        guard let ended = open.popLast() else { return }
        if let list = lists.indices.last, lists[list].depth == open.count {
            lists[list].elements.append(ended)
            return
        }
        switch part {
        case .arguments: self.payload.strayArguments = ended.members
        case .batch: self.payload.batches.append(ended)
        case .process: add(JaegerMember(.process, .part(ended), at: ended.offset))
        case .stats: add(JaegerMember(.stats, .part(ended), at: ended.offset))
        case .span, .reference, .log, .tag: break  // always elements of a list
        }
    }

    package mutating func trailing(_ range: Range<Int>) { payload.trailingBytes = range }

    private mutating func resolveTexts(in payload: RawSpan) {
        while let text = pending.last, text.struct == open.count - 1 {
            pending.removeLast()
            let bytes = payload.clamped(to: text.range).copied()
            let isText = open[text.struct].members[text.member].field != .vBinary
            let string = isText ? String(validating: bytes, as: UTF8.self) : nil
            open[text.struct].members[text.member].value = string.map { .text($0) } ?? .bytes(bytes)
        }
    }

    private mutating func add(_ member: JaegerMember) {
        guard let place = open.indices.last else { return }
        // Most structs are tags, of three fields; empty ones cost nothing.
        if open[place].members.isEmpty { open[place].members.reserveCapacity(4) }
        open[place].members.append(member)
    }
}
