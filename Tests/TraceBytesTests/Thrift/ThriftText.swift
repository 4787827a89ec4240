import TraceBytes

/// Bytes from hexadecimal digits; white space between them is for the reader of the test.
func bytes(_ digits: String) -> [UInt8] {
    let nibbles = digits.compactMap { $0.hexDigitValue }
    return stride(from: 0, to: nibbles.count - 1, by: 2).map { UInt8(nibbles[$0] << 4 | nibbles[$0 + 1]) }
}

/// Spells a value as a reader sees it, `{1:i32=7 21:bool=true}`: a walk without a schema, for any value.
func spelling(compact digits: String, _ type: ThriftType = .structure) throws(ReadError) -> String {
    let payload = bytes(digits)
    var reader = ThriftCompactReader(payload.span.bytes)
    return try spelling(of: type, in: &reader)
}

func spelling(binary digits: String, _ type: ThriftType = .structure) throws(ReadError) -> String {
    let payload = bytes(digits)
    var reader = ThriftBinaryReader(payload.span.bytes)
    return try spelling(of: type, in: &reader)
}

func spelling<Reader: ThriftReader & ~Escapable>(
    of type: ThriftType, in reader: inout Reader
) throws(ReadError) -> String {
    switch type {
    case .stop: return "stop"
    case .bool: return "\(try reader.readBoolElement())"
    case .i8: return "\(try reader.readI8())"
    case .i16: return "\(try reader.readI16())"
    case .i32: return "\(try reader.readI32())"
    case .i64: return "\(try reader.readI64())"
    case .double: return "\(try reader.readDouble())"
    case .binary:
        let range = try reader.readBinary()
        return "'" + reader.bytes.clamped(to: range).text() + "'"
    case .uuid:
        let start = reader.position
        try reader.skipElement(.uuid, depthLimit: 0)
        return hexDigits(reader.bytes.clamped(to: start..<reader.position).copied())
    case .structure:
        var last: Int16 = 0
        var parts: [String] = []
        while let field = try reader.nextField(after: &last) {
            let value =
                field.type == .bool
                ? "\(try reader.readBool(of: field))" : try spelling(of: field.type, in: &reader)
            parts.append("\(field.id):\(field.type)=\(value)")
        }
        return "{" + parts.joined(separator: " ") + "}"
    case .list, .set:
        let list = try reader.readList()
        var parts: [String] = []
        for _ in 0..<list.count { parts.append(try spelling(of: list.elementType, in: &reader)) }
        return "\(list.elementType)[" + parts.joined(separator: " ") + "]"
    case .map:
        let map = try reader.readMap()
        var parts: [String] = []
        for _ in 0..<map.count {
            parts.append(
                try spelling(of: map.keyType, in: &reader) + "=" + spelling(of: map.valueType, in: &reader))
        }
        return "map[" + parts.joined(separator: " ") + "]"
    }
}
