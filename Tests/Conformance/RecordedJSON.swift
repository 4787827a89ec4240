import Foundation
import TraceWire

/// A value of a record that was JSON, in either version of Zipkin's model.
protocol RecordedJSON: Equatable {
    associatedtype Member: RecordedJSONMember where Member.Value == Self

    static var null: Self { get }
    var text: String? { get }
    var number: String? { get }
    var boolean: Bool? { get }
    var members: [Member]? { get }
    var elements: [Self]? { get }
}

protocol RecordedJSONMember {
    associatedtype Value

    var name: String { get }
    var value: Value { get }
}

extension ZipkinV1Value: RecordedJSON {}
extension ZipkinV1Member: RecordedJSONMember {}
extension ZipkinV2Value: RecordedJSON {}
extension ZipkinV2Member: RecordedJSONMember {}

/// JSON in Foundation's types, numbers as their spelling, so that a record and an independent decode can be compared.
enum PlainJSON {
    static func object<Member: RecordedJSONMember>(_ members: [Member]) -> [String: Any]
    where Member.Value: RecordedJSON {
        Dictionary(members.map { ($0.name, value($0.value)) }, uniquingKeysWith: { _, last in last })
    }

    private static func value(_ recorded: some RecordedJSON) -> Any {
        if let text = recorded.text { return text }
        if let number = recorded.number { return ["number": number] }
        if let flag = recorded.boolean { return ["bool": flag] }
        if let members = recorded.members { return object(members) }
        if let elements = recorded.elements { return elements.map { value($0) } }
        return recorded == .null ? NSNull() : ["not JSON": "\(recorded)"]
    }

    /// What an independent decoder read, in the same types.
    static func spelt(_ value: Any) -> Any {
        switch value {
        case let members as [String: Any]: members.mapValues { spelt($0) }
        case let elements as [Any]: elements.map { spelt($0) }
        case let text as String: text
        case let number as NSNumber:
            String(cString: number.objCType) == "c" ? ["bool": number.boolValue] : ["number": number.stringValue]
        default: value
        }
    }
}
