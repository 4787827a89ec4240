import TraceBytes
import TraceRules

// Where rules meet what they judge, and how they name it.

extension ZipkinV1Payload {
    /// Every span with its place.
    var places: [ZipkinV1SpanPlace] { spans.enumerated().map { ZipkinV1SpanPlace(span: $1, index: $0) } }
}

/// A span of a payload with its place there.
struct ZipkinV1SpanPlace {
    let span: ZipkinV1Span
    let index: Int

    /// `[2]`.
    var path: String { "[\(index)]" }

    var label: SpanLabel {
        SpanLabel(traceID: span.traceIDText, spanID: span[.id]?.identifier, name: span[.name]?.text)
    }

    /// What is wrong at a member of the span, at the value that counts.
    func violation(at field: ZipkinV1Field, expected: String, actual: String) -> Violation {
        violation(at: field.rawValue, offset: span.members.offset(of: field), expected: expected, actual: actual)
    }

    /// What is wrong inside of the span: `annotations[1].timestamp`.
    func violation(at path: String, offset: Int?, expected: String, actual: String) -> Violation {
        Violation(
            at: "\(self.path).\(path)", expected: expected, actual: actual, offset: offset ?? span.offset, span: label)
    }

    /// The annotations with their places.
    var annotations: ZipkinV1Elements { ZipkinV1Elements(of: self, .annotations) }

    /// The binary annotations with their places.
    var binaryAnnotations: ZipkinV1Elements { ZipkinV1Elements(of: self, .binaryAnnotations) }

    /// Visits every endpoint.
    func forEachEndpoint(_ body: (ZipkinV1ElementPlace) -> Void) {
        for list in [annotations, binaryAnnotations] {
            for element in list {
                guard let endpoint = element.endpoint else { continue }
                body(
                    ZipkinV1ElementPlace(
                        span: self, members: endpoint, list: element.list, index: element.index, part: true))
            }
        }
    }
}

/// The elements of a list of a span, each made when it is looked at.
struct ZipkinV1Elements: Sequence, IteratorProtocol {
    private let span: ZipkinV1SpanPlace
    private let list: ZipkinV1Field
    private let values: [ZipkinV1Value]
    private var index = 0

    init(of span: ZipkinV1SpanPlace, _ list: ZipkinV1Field) {
        self.span = span
        self.list = list
        values = span.span[list]?.elements ?? []
    }

    mutating func next() -> ZipkinV1ElementPlace? {
        guard index < values.count else { return nil }
        defer { index += 1 }
        return ZipkinV1ElementPlace(
            span: span, members: values[index].members ?? [], list: list, index: index, part: false)
    }
}

/// An annotation or a binary annotation of a span, or its endpoint.
struct ZipkinV1ElementPlace {
    let span: ZipkinV1SpanPlace
    let members: [ZipkinV1Member]
    let list: ZipkinV1Field
    let index: Int
    /// Whether it is the endpoint.
    let part: Bool

    subscript(field: ZipkinV1Field) -> ZipkinV1Value? { members.value(of: field) }

    /// The members of the endpoint; nil when absent.
    var endpoint: [ZipkinV1Member]? { self[.endpoint]?.members }

    /// What is wrong at a member: `[0].annotations[1].endpoint.port`.
    func violation(at field: ZipkinV1Field, expected: String, actual: String) -> Violation {
        span.violation(
            at: "\(list.rawValue)[\(index)]\(part ? ".endpoint" : "").\(field.rawValue)",
            offset: members.offset(of: field), expected: expected, actual: actual)
    }
}

extension [ZipkinV1Member] {
    /// Whether a member is there and says something: `null` says nothing.
    func isPresent(_ field: ZipkinV1Field) -> Bool { value(of: field).map { $0 != .null } ?? false }

    /// Where the value of a member stands, or where the first one does.
    func offset(of field: ZipkinV1Field) -> Int? { last { $0.name == field.rawValue }?.offset ?? first?.offset }

    /// How a member is missing: `null`, `nothing`.
    func absence(of field: ZipkinV1Field) -> String { value(of: field) == nil ? "nothing" : "null" }
}

extension ZipkinV1Span {
    /// JSON's text, or 32 digits of Thrift, 16 without an upper half; nil when absent.
    var traceIDText: String? {
        guard let low = self[.traceId]?.identifier else { return nil }
        guard let high = self[.traceIdHigh]?.integer, high != 0 else { return low }
        return high.hexText + low
    }
}

extension ZipkinV1Value {
    /// As a text spells it; 16 digits of a number of Thrift.
    var identifier: String? { integer?.hexText ?? text }

    /// A whole number, whatever its spelling; nil of anything else.
    var wholeNumber: Int64? {
        switch self {
        case .integer(let number): number
        case .number(let spelling): Int64(spelling) ?? Double(spelling).flatMap { Int64(exactly: $0) }
        default: nil
        }
    }

    /// Whether it is a text of so many lower-case hexadecimal digits.
    func isIdentifier(digits counts: [Int]) -> Bool {
        guard case .text(let text) = self else { return false }
        return counts.contains(text.utf8.count) && text.utf8.allSatisfy { lowerHexValue($0) != nil }
    }

    /// Of an identifier.
    var isZero: Bool { text?.utf8.allSatisfy { $0 == UInt8(ascii: "0") } ?? false }

    /// `"463AC35C"`, `7`, `bytes 00ff`.
    var described: String {
        switch self {
        case .text(let text): "\"\(text)\""
        case .bytes(let bytes): bytes.count > 32 ? "\(bytes.count) bytes" : "bytes \(hexDigits(bytes))"
        case .number(let spelling): spelling
        case .integer(let number): "\(number)"
        case .bool(let flag): "\(flag)"
        case .null: "null"
        case .object(let members):
            members.count == 1 ? "an object of 1 member" : "an object of \(members.count) members"
        case .array(let list): list.count == 1 ? "a list of 1 element" : "a list of \(list.count) elements"
        case .unknown(let bytes): String(decoding: bytes, as: UTF8.self)
        }
    }
}

extension ZipkinV1Value? {
    var described: String { self?.described ?? "nothing" }
}
