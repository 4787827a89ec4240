/// Writes one Thrift value, field by field; the same for both encodings.
///
/// Field ids must ascend in every struct, as generated code writes them.
///
/// ```
/// writer.writeStruct { writer in
///     writer.write(7, id: 1)                              // an i64
///     writer.writeStruct(id: 2) { writer in … }
/// }
/// ```
package protocol ThriftWriter {
    static var encoding: ThriftEncoding { get }
    var bytes: [UInt8] { get }

    init()

    /// Type 1 is a call, 4 oneway.
    mutating func writeMessage(_ name: String, type: UInt8, sequence: Int32)

    mutating func writeField(_ id: Int16, _ type: ThriftType)
    /// The head of a list, whose elements come next.
    mutating func writeList(of type: ThriftType, count: Int)
    /// Calls `body` for the fields of a struct and ends it; the head of a field or list has been written.
    mutating func writeStruct(_ body: (inout Self) -> Void)

    mutating func write(_ flag: Bool, id: Int16)
    mutating func writeValue(_ number: Int32)
    mutating func writeValue(_ number: Int64)
    mutating func writeValue(_ number: Double)
    mutating func writeValue(_ binary: some Collection<UInt8>)

    /// Adds a value that this encoding has written already, such as an element of a list.
    mutating func append(_ encoded: [UInt8])
}

extension ThriftWriter {
    package mutating func write(_ number: Int32, id: Int16) {
        writeField(id, .i32)
        writeValue(number)
    }

    package mutating func write(_ number: Int64, id: Int16) {
        writeField(id, .i64)
        writeValue(number)
    }

    package mutating func write(_ number: Double, id: Int16) {
        writeField(id, .double)
        writeValue(number)
    }

    package mutating func write(_ text: String, id: Int16) {
        writeField(id, .binary)
        writeValue(text.utf8)
    }

    package mutating func write(_ bytes: [UInt8], id: Int16) {
        writeField(id, .binary)
        writeValue(bytes)
    }

    package mutating func writeStruct(id: Int16, _ body: (inout Self) -> Void) {
        writeField(id, .structure)
        writeStruct(body)
    }

    /// A list of structs.
    package mutating func writeStructs<Element>(
        _ elements: [Element], id: Int16, _ body: (inout Self, Element) -> Void
    ) {
        writeField(id, .list)
        writeList(of: .structure, count: elements.count)
        for element in elements { writeStruct { body(&$0, element) } }
    }
}
