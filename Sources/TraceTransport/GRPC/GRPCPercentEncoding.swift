import TraceBytes

/// The text of `grpc-message` (gRPC, PROTOCOL-HTTP2.md, Responses): UTF-8, of which what is not visible ASCII or space,
/// and `%`, is spelt `%` and two hexadecimal digits: `50 %` is `50 %25`.
package enum GRPCPercentEncoding {
    private static let percent = UInt8(ascii: "%")

    package static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if (0x20...0x7e).contains(byte), byte != percent {
                encoded.append(byte)
            } else {
                encoded.append(percent)
                encoded.append(contentsOf: hexDigits([byte]).uppercased().utf8)
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// Never fails: "implementations MUST NOT error or throw away the message". A `%` without two digits behind it stays
    /// as it is; bytes that are not UTF-8 appear as U+FFFD.
    package static func decode(_ text: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text
        while let byte = rest.popFirst() {
            if byte == percent, let escaped = escapedByte(rest.prefix(2)) {
                bytes.append(escaped)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func escapedByte(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard digits.count == 2 else { return nil }
        var value = 0
        for digit in digits {
            guard let nibble = HTTP1Grammar.hexValue(digit) else { return nil }
            value = value << 4 | nibble
        }
        return UInt8(truncatingIfNeeded: value)
    }
}
