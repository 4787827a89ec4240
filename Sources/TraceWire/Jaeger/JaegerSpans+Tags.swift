import TraceBytes
import TraceModel

/// A tag, of which every value field is optional: which ones it has is said by ``ids``, and which one counts by `vType`.
/// What is not there has the value of some tag before.
package struct JaegerOpenTag {
    /// 0 STRING, 1 DOUBLE, 2 BOOL, 3 LONG, 4 BINARY.
    var type: Int64 = 0
    var key: Range<Int> = 0..<0
    var text: Range<Int> = 0..<0
    var double = 0.0
    var flag = false
    var number: Int64 = 0
    var binary: Range<Int> = 0..<0
    var ids = JaegerFieldIDs()

    var isText: Bool { type == 0 && ids.contains(3) }
    var isDouble: Bool { type == 1 && ids.contains(4) }
    var isFlag: Bool { type == 2 && ids.contains(5) }
    var isNumber: Bool { type == 3 && ids.contains(6) }
    var isBinary: Bool { type == 4 && ids.contains(7) }
}

extension JaegerSpans {
    package static var takesTagsWhole: Bool { true }

    @inline(__always)
    package mutating func tag(_ tag: JaegerOpenTag, in payload: RawSpan) {
        self.tag = tag
        endTag(in: payload)
    }

    mutating func endTag(in payload: RawSpan) {
        switch tagOwner {
        case .process:
            resource.append(Attribute(payload.clamped(to: tag.key).text(), value(of: tag, in: payload)))
        case .log: logFields.append(tag)
        default: endSpanTag(in: payload)
        }
    }

    @inline(__always)
    private mutating func endSpanTag(in payload: RawSpan) {
        let key = payload.clamped(to: tag.key)
        let entry: JaegerKeys.Entry
        if let known = keys.entry(at: tagIndex, for: key, in: payload) {
            entry = known
        } else {
            entry = JaegerKeys.Entry(range: tag.key, number: internRepaired(key), role: JaegerKeys.Role(key))
            keys.set(entry, at: tagIndex)
        }
        // Compared with the limit of attributes before.
        tagIndex += 1
        if entry.role != .attribute, take(tag, as: entry.role, in: payload) { return }
        append(tag, key: entry.number, to: .span, in: payload)
    }

    /// Takes a tag that says the kind or the status; false when its value says neither.
    private mutating func take(_ tag: JaegerOpenTag, as role: JaegerKeys.Role, in payload: RawSpan) -> Bool {
        switch role {
        case .attribute: return false
        case .error:
            guard tag.isFlag, tag.flag else { return false }
            status.isError = true
        case .kind:
            guard tag.isText, let kind = SpanKind(jaeger: payload.clamped(to: tag.text)) else { return false }
            draft.kind = kind
        case .statusCode:
            guard tag.isText else { return false }
            if payload.clamped(to: tag.text).equals("OK") {
                status.said = .ok
            } else if payload.clamped(to: tag.text).equals("ERROR") {
                status.said = .error
            } else {
                return false
            }
        case .statusDescription:
            guard tag.isText, description == nil else { return false }
            description = tag.text
        }
        return true
    }

    @inline(__always)
    mutating func append(
        _ tag: JaegerOpenTag, key: SpanStore.StringNumber, to owner: SpanStore.AttributeOwner, in payload: RawSpan
    ) {
        if tag.isText {
            let text = payload.clamped(to: tag.text)
            if text.isUTF8 {
                store.appendAttribute(key: key, text: text, to: owner)
            } else {
                store.appendAttribute(key: key, bytes: text, to: owner)
            }
            return
        }
        appendOther(tag, key: key, to: owner, in: payload)
    }

    @inline(never)
    private mutating func appendOther(
        _ tag: JaegerOpenTag, key: SpanStore.StringNumber, to owner: SpanStore.AttributeOwner, in payload: RawSpan
    ) {
        if tag.isDouble {
            store.appendAttribute(key: key, scalar: .double(tag.double), to: owner)
        } else if tag.isFlag {
            store.appendAttribute(key: key, scalar: .bool(tag.flag), to: owner)
        } else if tag.isNumber {
            store.appendAttribute(key: key, scalar: .int(tag.number), to: owner)
        } else if tag.isBinary {
            store.appendAttribute(key: key, bytes: payload.clamped(to: tag.binary), to: owner)
        } else {
            store.appendAttribute(key: key, scalar: .empty, to: owner)
        }
    }

    /// The value that `vType` names; empty when it is not there, or the number names no type.
    private func value(of tag: JaegerOpenTag, in payload: RawSpan) -> AttributeValue {
        if tag.isText {
            let text = payload.clamped(to: tag.text)
            return text.isUTF8 ? .string(text.text()) : .bytes(text.copied())
        }
        if tag.isDouble { return .double(tag.double) }
        if tag.isFlag { return .bool(tag.flag) }
        if tag.isNumber { return .int(tag.number) }
        return tag.isBinary ? .bytes(payload.clamped(to: tag.binary).copied()) : .empty
    }
}

/// The keys of the tags of the span before, by their place: senders write the same keys in the same order, and comparing
/// bytes costs less than looking a text up.
struct JaegerKeys {
    struct Entry {
        let range: Range<Int>
        let number: SpanStore.StringNumber
        let role: Role
    }

    /// What a tag means beside being an attribute.
    enum Role {
        case attribute, kind, error, statusCode, statusDescription

        init(_ key: borrowing RawSpan) {
            self =
                switch key.byteCount {
                case 9 where key.equals("span.kind"): .kind
                case 5 where key.equals("error"): .error
                case 16 where key.equals("otel.status_code"): .statusCode
                case 23 where key.equals("otel.status_description"): .statusDescription
                default: .attribute
                }
        }
    }

    private static let limit = 64
    private var entries: [Entry] = []

    @inline(__always)
    func entry(at index: Int, for key: borrowing RawSpan, in payload: borrowing RawSpan) -> Entry? {
        guard index < entries.count else { return nil }
        let entry = entries[index]
        return payload.clamped(to: entry.range).equals(key) ? entry : nil
    }

    mutating func set(_ entry: Entry, at index: Int) {
        if index < entries.count {
            entries[index] = entry
        } else if index == entries.count, index < Self.limit {
            entries.append(entry)
        }
    }
}

extension SpanKind {
    /// The value of `span.kind`, lower-case (OpenTelemetry to Jaeger, SpanKind); INTERNAL is read and not written.
    init?(jaeger text: borrowing RawSpan) {
        switch text.byteCount {
        case 6 where text.equals("server"): self = .server
        case 6 where text.equals("client"): self = .client
        case 8 where text.equals("producer"): self = .producer
        case 8 where text.equals("consumer"): self = .consumer
        case 8 where text.equals("internal"): self = .internal
        default: return nil
        }
    }
}

extension RawSpan {
    /// Whether these bytes are well-formed UTF-8, which nearly always are ASCII.
    var isUTF8: Bool {
        if isASCII { return true }
        var offset = 0
        while offset < byteCount {
            if let word = word(at: offset), word & 0x8080_8080_8080_8080 == 0 {
                offset += 8
            } else if let byte = byte(at: offset), byte < 0x80 {
                offset += 1
            } else {
                guard let end = try? endOfNonASCII(from: offset) else { return false }
                offset = end
            }
        }
        return true
    }
}
