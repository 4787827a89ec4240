/// One message as it is sent (gRPC, PROTOCOL-HTTP2.md, Length-Prefixed-Message): a flag, four bytes of length with the
/// highest first, and so many bytes.
public struct GRPCMessage: Hashable, Sendable {
    /// The flag: the bytes are in the encoding that `grpc-encoding` names. Without it they are the message itself, also
    /// where an encoding is named.
    package var isCompressed: Bool
    /// As sent.
    package var bytes: [UInt8]

    static let prefixCount = 5

    package init(_ bytes: [UInt8], isCompressed: Bool = false) {
        self.bytes = bytes
        self.isCompressed = isCompressed
    }

    /// With its prefix: what stands in DATA frames. Bytes that 32 bits cannot count are none that a caller has.
    package var framed: [UInt8] {
        var framed: [UInt8] = []
        framed.reserveCapacity(Self.prefixCount + bytes.count)
        framed.append(isCompressed ? 1 : 0)
        framed.append(bigEndian: UInt32(truncatingIfNeeded: bytes.count))
        framed.append(contentsOf: bytes)
        return framed
    }

    /// Reads the message that all DATA of a unary call's direction is.
    ///
    /// - Parameter limit: bytes of a message as sent.
    package init(onlyIn data: [UInt8], limit: Int) throws(GRPCFramingError) {
        let span = data.span.bytes
        guard span.byteCount > 0 else { throw .noMessage }
        guard let (flag, count) = Self.prefix(in: span) else { throw .cutPrefix(received: span.byteCount) }
        guard flag <= 1 else { throw .flag(flag) }
        // Before anything else is said of the length, and before anything is copied.
        guard count <= limit else { throw .tooLarge(count, limit: limit) }
        // Not less than zero: a prefix was there.
        let received = span.byteCount - Self.prefixCount
        guard received >= count else { throw .cutMessage(count, received: received) }
        let rest = span.clamped(to: Self.prefixCount + count..<span.byteCount)
        guard rest.byteCount == 0 else { throw Self.isMessage(rest) ? .furtherMessage : .trailingBytes(rest.byteCount) }
        self.init(span.clamped(to: Self.prefixCount..<span.byteCount).copied(), isCompressed: flag == 1)
    }

    private static func prefix(in bytes: RawSpan) -> (flag: UInt8, count: Int)? {
        // 32 bits fit into an `Int`.
        guard let flag = bytes.byte(at: 0), let count = bytes.bigEndianWord(at: 1) else { return nil }
        return (flag, Int(count))
    }

    /// Whether a whole message starts here.
    private static func isMessage(_ bytes: RawSpan) -> Bool {
        guard let (flag, count) = prefix(in: bytes) else { return false }
        return flag <= 1 && bytes.byteCount - prefixCount >= count
    }
}

/// Why the bytes of one direction of a unary call are not one message.
public enum GRPCFramingError: Error, Hashable, Sendable {
    /// Nothing was sent.
    case noMessage
    /// Less than the five bytes of a prefix.
    case cutPrefix(received: Int)
    /// A flag that is neither 0 nor 1.
    case flag(UInt8)
    /// The prefix states more bytes than are taken.
    case tooLarge(Int, limit: Int)
    /// The prefix states more bytes than came.
    case cutMessage(Int, received: Int)
    /// A whole second message behind the first.
    case furtherMessage
    /// Bytes behind the message that are no message.
    case trailingBytes(Int)
}

extension GRPCFramingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noMessage: "no message, one was expected"
        case .cutPrefix(let received): "\(received) bytes, the prefix of a message has 5"
        case .flag(let flag): "the compressed flag is \(flag), neither 0 nor 1"
        case .tooLarge(let count, let limit): "message of \(count) bytes is larger than the limit of \(limit)"
        case .cutMessage(let count, let received): "\(received) bytes of a message of \(count)"
        case .furtherMessage: "more than one message, one was expected"
        case .trailingBytes(let count): "\(count) bytes behind the message"
        }
    }
}
