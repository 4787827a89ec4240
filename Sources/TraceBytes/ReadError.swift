/// Why bytes could not be read, and where.
///
/// The offset counts from the first byte of the payload that was given to the reader (after any content decoding).
public struct ReadError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was wrong, as a sentence part: `unexpected end of input`, `invalid UTF-8`.
    public let reason: Reason
    /// The first byte that could not be accepted, counted from 0.
    public let offset: Int

    public enum Reason: Hashable, Sendable {
        /// The input ended inside a value.
        case unexpectedEnd
        /// A byte that the grammar does not allow here; the text says what it would.
        case unexpectedByte(UInt8, expected: String)
        /// Bytes that are not UTF-8 where text is required.
        case invalidUTF8
        /// A value that the grammar allows and the format does not; the text says which and why.
        case invalidValue(String)
        /// More than the stated limit.
        case limitExceeded(String, limit: Int)
        /// Bytes after the end of the value.
        case trailingBytes
    }

    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    public var description: String { "\(reason) at byte \(offset)" }
}

extension ReadError.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unexpectedEnd: "unexpected end of input"
        case .unexpectedByte(let byte, let expected): "found \(Self.spell(byte)), expected \(expected)"
        case .invalidUTF8: "invalid UTF-8"
        case .invalidValue(let text): text
        case .limitExceeded(let what, let limit): "\(what) exceeds the limit of \(limit)"
        case .trailingBytes: "bytes after the end of the value"
        }
    }

    /// A byte as a person reads it: `'x'` where it prints, `0x0a` where it does not.
    private static func spell(_ byte: UInt8) -> String {
        (0x21...0x7e).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "0x" + hexDigits([byte])
    }
}
