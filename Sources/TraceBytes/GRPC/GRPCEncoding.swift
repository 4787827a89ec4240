/// How messages are compressed (gRPC, PROTOCOL-HTTP2.md, Content-Coding): the names of `grpc-encoding`, in this case only.
public enum GRPCEncoding: String, CaseIterable, Sendable {
    case identity
    case gzip
    /// zlib's format, as HTTP's `deflate` (RFC 9110 section 8.4.1.2) and every library of gRPC have it; not bare deflate.
    case deflate

    /// The value of `grpc-accept-encoding`: everything that is read here.
    package static let accepted = allCases.map { $0.rawValue }.joined(separator: ",")

    func decompress(_ bytes: RawSpan, limits: DecodingLimits) throws(ReadError) -> [UInt8] {
        switch self {
        case .identity: bytes.copied()
        case .gzip: try Gzip.decompress(bytes, limits: limits)
        case .deflate: try Zlib.decompress(bytes, limits: limits)
        }
    }
}

extension GRPCMessage {
    /// A message whose bytes are a gzip file with this content.
    package static func gzip(_ content: [UInt8]) -> GRPCMessage {
        GRPCMessage(Gzip.compress(content.span.bytes), isCompressed: true)
    }

    /// Reads the only message in the DATA of one direction, and what it says.
    ///
    /// - Parameter encoding: the value of `grpc-encoding`, as sent. An unknown one is an error also where the message is not
    ///   compressed: so do the servers of Go and of Java, who look at it when the header fields come.
    package static func read(
        _ data: [UInt8], encoding: String?, limits: DecodingLimits
    ) throws(GRPCMessageError) -> (message: GRPCMessage, content: [UInt8]) {
        let named = try knownEncoding(encoding)
        let message: GRPCMessage
        do throws(GRPCFramingError) {
            message = try GRPCMessage(onlyIn: data, limit: limits.payloadBytes)
        } catch {
            throw .framing(error)
        }
        guard message.isCompressed else { return (message, message.bytes) }
        guard named != .identity else { throw .compressedWithoutEncoding }
        do throws(ReadError) {
            return (message, try named.decompress(message.bytes.span.bytes, limits: limits))
        } catch {
            throw .undecodable(named, error)
        }
    }

    /// ``GRPCEncoding/identity`` where none is named.
    static func knownEncoding(_ name: String?) throws(GRPCMessageError) -> GRPCEncoding {
        guard let name else { return .identity }
        guard let encoding = GRPCEncoding(rawValue: name) else { throw .unknownEncoding(name) }
        return encoding
    }
}

/// Why a message could not be had.
public enum GRPCMessageError: Error, Hashable, Sendable {
    case framing(GRPCFramingError)
    /// The flag is set, and `grpc-encoding` is missing or `identity`.
    case compressedWithoutEncoding
    /// `grpc-encoding` names what is not read here.
    case unknownEncoding(String)
    /// The bytes are not in the encoding, or become more than is taken.
    case undecodable(GRPCEncoding, ReadError)
}

extension GRPCMessageError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .framing(let error): "\(error)"
        case .compressedWithoutEncoding: "compressed flag set with identity or empty encoding"
        case .unknownEncoding(let name):
            "grpc-encoding \"\(name)\" is not supported, supported are \(GRPCEncoding.accepted)"
        case .undecodable(let encoding, let error): "\(encoding.rawValue): \(error)"
        }
    }
}
