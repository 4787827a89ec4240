/// A small JSON document as a tree: members in order, duplicates kept, numbers as spelt.
///
/// For documents that the product itself reads (kept runs, an upstream's answer); payloads of spans have walkers.
package indirect enum JSONValue: Hashable, Sendable {
    case object([JSONMember])
    case array([JSONValue])
    case string(String)
    /// The spelling, `-0`, `1e3`, `9007199254740993`: nothing is rounded.
    case number(String)
    case bool(Bool)
    case null

    package init(parsing bytes: [UInt8], limits: DecodingLimits = .default) throws(ReadError) {
        guard bytes.count <= limits.payloadBytes else {
            throw ReadError(.limitExceeded("size", limit: limits.payloadBytes), at: limits.payloadBytes)
        }
        var reader = JSONReader(bytes.span.bytes, depthLimit: limits.depth)
        self = try JSONValue(from: &reader)
        try reader.finish()
    }

    /// Reads one value where the cursor stands.
    package init(from reader: inout JSONReader) throws(ReadError) {
        switch try reader.peekKind() {
        case .null:
            try reader.readNull()
            self = .null
        case .bool: self = .bool(try reader.readBool())
        case .number: self = .number(reader.spelling(of: try reader.readNumber()).text())
        case .string: self = .string(reader.string(try reader.readString()))
        case .array:
            // The recursion ends at the reader's limit of nesting.
            var elements: [JSONValue] = []
            try reader.beginArray()
            while try reader.nextElement() { elements.append(try JSONValue(from: &reader)) }
            self = .array(elements)
        case .object:
            var members: [JSONMember] = []
            try reader.beginObject()
            while let key = try reader.nextKey() {
                members.append(JSONMember(reader.string(key), try JSONValue(from: &reader)))
            }
            self = .object(members)
        }
    }
}

/// A key with its value.
package struct JSONMember: Hashable, Sendable {
    package var key: String
    package var value: JSONValue

    package init(_ key: String, _ value: JSONValue) {
        self.key = key
        self.value = value
    }
}

extension JSONValue {
    /// The value of the last member with this key, as most readers see a duplicate; nil when absent or not an object.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.key == key }?.value
    }

    package var text: String? { if case .string(let text) = self { text } else { nil } }
    package var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
    package var members: [JSONMember]? { if case .object(let members) = self { members } else { nil } }
    package var boolean: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    /// The number when it is spelt as an integer that fits; never rounded.
    package var integer: Int64? { if case .number(let spelling) = self { Int64(spelling) } else { nil } }
    /// The nearest binary64 number; nil beyond the finite ones.
    package var double: Double? {
        guard case .number(let spelling) = self, let value = Double(spelling), value.isFinite else { return nil }
        return value
    }

    package static func number(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }
    package static func number(_ value: Double) -> JSONValue {
        value.isFinite
            ? .number(value.description) : .string(value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity")
    }
}

extension JSONWriter {
    /// Writes a tree; with `sortedKeys` the members of every object come in the order of their keys' UTF-8.
    package mutating func write(_ value: JSONValue, sortedKeys: Bool = false) {
        switch value {
        case .null: writeNull()
        case .bool(let flag): write(flag)
        case .number(let spelling): write(json: spelling.utf8)
        case .string(let text): write(text)
        case .array(let elements):
            beginArray()
            for element in elements { write(element, sortedKeys: sortedKeys) }
            endArray()
        case .object(let members):
            beginObject()
            let ordered = sortedKeys ? members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } : members
            for member in ordered {
                key(member.key)
                write(member.value, sortedKeys: sortedKeys)
            }
            endObject()
        }
    }
}

extension JSONValue {
    /// The JSON text of this tree.
    package func serialized(indent: Int = 0, sortedKeys: Bool = false) -> [UInt8] {
        var writer = JSONWriter(indent: indent)
        writer.write(self, sortedKeys: sortedKeys)
        return writer.bytes
    }
}
