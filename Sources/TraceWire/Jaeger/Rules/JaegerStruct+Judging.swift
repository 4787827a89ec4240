import TraceBytes
import TraceRules

// What rules ask of structs, and how they show them.

/// A field that the IDL requires: its id and type there, which readers made from the IDL need both.
struct JaegerRequirement {
    let field: JaegerField
    let id: Int16
    let type: ThriftType

    init(_ field: JaegerField, _ id: Int16, _ type: ThriftType) {
        self.field = field
        self.id = id
        self.type = type
    }

    /// `an i64 as field 3`; every list that the IDL requires is one of structs.
    var text: String {
        switch type {
        case .list: "a list of structs as field \(id)"
        case .i16, .i32, .i64: "an \(type) as field \(id)"
        default: "a \(type) as field \(id)"
        }
    }

    // MARK: jaeger.thrift

    static let batch = [JaegerRequirement(.process, 1, .structure), JaegerRequirement(.spans, 2, .list)]
    static let process = [JaegerRequirement(.serviceName, 1, .binary)]
    static let span = [
        JaegerRequirement(.traceIdLow, 1, .i64), JaegerRequirement(.traceIdHigh, 2, .i64),
        JaegerRequirement(.spanId, 3, .i64), JaegerRequirement(.parentSpanId, 4, .i64),
        JaegerRequirement(.operationName, 5, .binary), JaegerRequirement(.flags, 7, .i32),
        JaegerRequirement(.startTime, 8, .i64), JaegerRequirement(.duration, 9, .i64),
    ]
    static let reference = [
        JaegerRequirement(.refType, 1, .i32), JaegerRequirement(.traceIdLow, 2, .i64),
        JaegerRequirement(.traceIdHigh, 3, .i64), JaegerRequirement(.spanId, 4, .i64),
    ]
    static let tag = [JaegerRequirement(.key, 1, .binary), JaegerRequirement(.vType, 2, .i32)]
    static let log = [JaegerRequirement(.timestamp, 1, .i64), JaegerRequirement(.fields, 2, .list)]
    static let stats = [
        JaegerRequirement(.fullQueueDroppedSpans, 1, .i64), JaegerRequirement(.tooLargeDroppedSpans, 2, .i64),
        JaegerRequirement(.failedToEmitSpans, 3, .i64),
    ]
}

extension JaegerStruct {
    func isPresent(_ field: JaegerField) -> Bool {
        for index in members.indices where members[index].field == field { return true }
        return false
    }

    /// How a required field is missing: `nothing`, or the type that it has instead, over which readers pass.
    func absence(of requirement: JaegerRequirement) -> String {
        for member in members {
            guard case .stray(requirement.id, let type, _) = member.value else { continue }
            return type == requirement.type ? "a \(type) of other elements" : "field \(requirement.id) as \(type)"
        }
        return "nothing"
    }

    /// Expects every required field of a struct; `path` is told only when one is missing.
    func expect(
        _ requirements: [JaegerRequirement], at path: @autoclosure () -> String, label: @autoclosure () -> SpanLabel?,
        _ check: inout RuleCheck
    ) {
        for requirement in requirements {
            check.expect(
                isPresent(requirement.field),
                else: Violation(
                    at: JaegerStruct.join(path(), requirement.field.rawValue), expected: requirement.text,
                    actual: absence(of: requirement), offset: offset, span: label()))
        }
    }

    static func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}

extension JaegerValue {
    /// `"get"`, `7`, `true`, `bytes 00ff`.
    var described: String {
        switch self {
        case .number(let number): "\(number)"
        case .double(let bits): "\(Double(bitPattern: bits))"
        case .flag(let flag): "\(flag)"
        case .text(let text): "\"\(text)\""
        case .bytes(let bytes): "bytes \(hexDigits(bytes.prefix(32)))\(bytes.count > 32 ? "…" : "")"
        case .part: "a struct"
        case .list(let list): list.count == 1 ? "a list of 1 element" : "a list of \(list.count) elements"
        case .stray(_, let type, _): "a value of type \(type)"
        }
    }
}
