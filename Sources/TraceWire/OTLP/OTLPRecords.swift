import TraceBytes

/// Collects what a walker tells as records, without judging any of it.
package struct OTLPRecords: OTLPSink {
    package static var takesAttributesWhole: Bool { false }

    /// The payload's own fields.
    package var request: OTLPRecord { open.first?.record ?? OTLPRecord(.request) }

    /// The messages and lists that are open, the payload itself first.
    private var open = [Container(record: OTLPRecord(.request))]

    private struct Container {
        var record: OTLPRecord
        /// The elements of a list; nil in a message.
        var elements: [OTLPValue]?
        var offset = 0
    }

    package init() {}

    package mutating func begin(_ field: OTLPField, at offset: Int) {
        guard case .message(let message) = field.type else { return }
        open.append(Container(record: OTLPRecord(message, at: offset), offset: offset))
    }

    package mutating func end(_ field: OTLPField, at offset: Int) {
        guard let closed = open.popLast() else { return }
        add(field, .message(closed.record), at: closed.offset)
    }

    package mutating func beginList(_ field: OTLPField, at offset: Int) {
        open.append(Container(record: OTLPRecord(.request), elements: [], offset: offset))
    }

    package mutating func endList(_ field: OTLPField, at offset: Int) {
        guard let closed = open.popLast() else { return }
        add(field, .list(closed.elements ?? []), at: closed.offset)
    }

    package mutating func value(_ field: OTLPField, _ value: borrowing OTLPScalar) {
        add(field, Self.value(value), at: value.offset)
    }

    package mutating func attribute(
        _ field: OTLPField, key: borrowing RawSpan, _ member: OTLPField, _ value: borrowing OTLPScalar
    ) {}

    package mutating func mistyped(
        _ field: OTLPField, value: borrowing RawSpan, wireType: ProtobufWireType?, at range: Range<Int>
    ) {
        add(field, .other(value.copied(), wireType: wireType), at: range.lowerBound)
    }

    package mutating func unknown(named name: borrowing RawSpan, value: borrowing RawSpan, at range: Range<Int>) {
        add(OTLPMember(undeclared: name.text(), .other(value.copied(), wireType: nil), at: range.lowerBound))
    }

    package mutating func unknown(
        numbered number: UInt32, value: borrowing RawSpan, wireType: ProtobufWireType?, at range: Range<Int>
    ) {
        add(OTLPMember(undeclared: "\(number)", .other(value.copied(), wireType: wireType), at: range.lowerBound))
    }

    private mutating func add(_ field: OTLPField, _ value: OTLPValue, at offset: Int) {
        guard let last = open.indices.last else { return }
        if open[last].elements != nil {
            open[last].elements?.append(value)
        } else {
            open[last].record.members.append(OTLPMember(field, value, at: offset))
        }
    }

    private mutating func add(_ member: OTLPMember) {
        guard let last = open.indices.last else { return }
        open[last].record.members.append(member)
    }

    private static func value(_ scalar: borrowing OTLPScalar) -> OTLPValue {
        switch scalar.form {
        case .text: .text(scalar.bytes.text())
        case .octets: .octets(scalar.bytes.copied())
        case .number: .number(scalar.bytes.text())
        case .true: .bool(true)
        case .false: .bool(false)
        case .null: .null
        case .varint: .varint(scalar.bits)
        case .fixed32: .fixed32(UInt32(truncatingIfNeeded: scalar.bits))
        case .fixed64: .fixed64(scalar.bits)
        }
    }
}
