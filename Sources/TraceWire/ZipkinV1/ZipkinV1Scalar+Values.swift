import TraceBytes
import TraceModel

/// What a scalar means; JSON's as leniently as in version 2.
extension ZipkinV1Scalar {
    /// The error for this value, at its first byte.
    func refused(_ reason: String) -> ReadError { ReadError(.invalidValue(reason), at: offset) }

    /// Reads JSON's value by the rules of version 2, which are the same.
    private func asVersion2<Value>(
        _ read: (borrowing ZipkinV2Scalar) throws(ReadError) -> Value
    ) throws(ReadError) -> Value {
        switch content {
        case .bytes(let bytes): try read(ZipkinV2Scalar(.text, bytes.span.bytes, at: range))
        case .number(let spelling): try read(ZipkinV2Scalar(.number, spelling.span.bytes, at: range))
        case .bool(let flag):
            try read(ZipkinV2Scalar(flag ? .true : .false, Array("\(flag)".utf8).span.bytes, at: range))
        case .null, .integer: try read(ZipkinV2Scalar(.null, Array("null".utf8).span.bytes, at: range))
        }
    }

    func text() throws(ReadError) -> String {
        try asVersion2 { (value) throws(ReadError) in try value.textLike().text() }
    }

    func flag() throws(ReadError) -> Bool { try asVersion2 { (value) throws(ReadError) in try value.flag() } }

    func integer() throws(ReadError) -> Int64 {
        if case .integer(let number) = content { return number }
        return try asVersion2 { (value) throws(ReadError) in try value.integer() }
    }

    func traceID() throws(ReadError) -> (TraceID, TraceIDWidth) {
        try asVersion2 { (value) throws(ReadError) in try value.traceID() }
    }

    func spanID() throws(ReadError) -> SpanID {
        if case .integer(let number) = content { return SpanID(UInt64(bitPattern: number)) }
        return try asVersion2 { (value) throws(ReadError) in try value.spanID() }
    }

    /// JSON's text as it is; Thrift's 32 bits as dotted decimal. Empty and 0 are absent.
    func ipv4() throws(ReadError) -> String? {
        guard case .integer(let packed) = content else {
            let text = try text()
            return text.isEmpty ? nil : text
        }
        let bits = UInt32(truncatingIfNeeded: packed)
        if bits == 0 { return nil }
        return stride(from: UInt32(24), through: 0, by: -8).map { String(bits >> $0 & 255) }.joined(separator: ".")
    }

    /// JSON's text as it is; Thrift's 16 bytes as text, anything else of Thrift is absent.
    func ipv6(isThrift: Bool) throws(ReadError) -> String? {
        guard isThrift, case .bytes(let bytes) = content else {
            let text = try text()
            return text.isEmpty ? nil : text
        }
        return bytes.count == 16 ? Self.ipv6Text(bytes) : nil
    }

    /// The text of an address (RFC 5952): groups without leading zeros, the first longest run of zeros as `::`.
    private static func ipv6Text(_ bytes: [UInt8]) -> String {
        let groups = stride(from: 0, to: 16, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        var longest = 0..<0
        var start = 0
        for place in 0...groups.count where place == groups.count || groups[place] != 0 {
            // One group of zeros is not shortened (section 4.2.2).
            if place - start > max(1, longest.count) { longest = start..<place }
            start = place + 1
        }
        func text(_ groups: ArraySlice<UInt16>) -> String {
            groups.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard !longest.isEmpty else { return text(groups[...]) }
        return text(groups[..<longest.lowerBound]) + "::" + text(groups[longest.upperBound...])
    }
}
