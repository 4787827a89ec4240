import TraceBytes

/// The content codings that are taken off a body (RFC 9110 section 8.4.1), by their names in `Content-Encoding`.
public enum ContentCoding: String, Sendable, CaseIterable {
    /// RFC 1952; `x-gzip` is the same.
    case gzip
    /// RFC 1950 by its specification. Many senders leave zlib's header and checksum out: bare RFC 1951 is taken as well.
    case deflate

    /// The coding of a lower-case name; nil when it is not taken.
    init?(name: String) {
        self.init(rawValue: name == "x-gzip" ? "gzip" : name)
    }

    /// What is taken, as `Accept-Encoding` says it: `gzip, deflate, identity`.
    static let taken = (allCases.map(\.rawValue) + ["identity"]).joined(separator: ", ")

    fileprivate func decode(_ bytes: [UInt8], limits: DecodingLimits) throws(ReadError) -> [UInt8] {
        let bytes = bytes.span.bytes
        return switch self {
        case .gzip: try Gzip.decompress(bytes, limits: limits)
        case .deflate where Zlib.hasHeader(bytes): try Zlib.decompress(bytes, limits: limits)
        case .deflate: try Inflate.decompress(bytes, limits: limits)
        }
    }
}

/// Why the content of a body could not be had.
public enum ContentError: Error, Hashable, Sendable {
    /// A coding that nobody here reads, by its name.
    case unknownCoding(String)
    /// More codings than `DecodingLimits.contentCodings`.
    case tooManyCodings(limit: Int)
    /// A body, or what it becomes, that is longer than a limit of `DecodingLimits` allows.
    case tooLarge(ReadError.Reason)
    /// Bytes that are not what the coding says; the offset counts in what that coding was taken off.
    case unreadable(ContentCoding, ReadError)
    /// A call of gRPC without the one message that it should have.
    case message(GRPCMessageError)
}

extension ContentError: CustomStringConvertible {
    /// `content coding br is not understood, send gzip, deflate, identity`.
    public var description: String {
        switch self {
        case .unknownCoding(let name): "content coding \(name) is not understood, send \(ContentCoding.taken)"
        case .tooManyCodings(let limit): "more than \(limit) content codings"
        case .tooLarge(let reason): "\(reason)"
        case .unreadable(let coding, let error): "\(coding.rawValue): \(error)"
        case .message(let error): "\(error)"
        }
    }
}

extension ReceivedPayload {
    /// The body without its content codings, the last that was applied taken off first (RFC 9110 section 8.4); of a call of
    /// gRPC its one message, decompressed.
    ///
    /// - Throws: when a coding is not taken, when bytes are not what it says, or at a limit. Nothing is allocated for what
    ///   a header claims, and never much more than the limits of size and of inflation allow.
    public func content(limits: DecodingLimits = .default) throws(ContentError) -> [UInt8] {
        guard isGRPC else { return try content(codings: contentEncodings, limits: limits) }
        do throws(GRPCMessageError) {
            return try GRPCMessage.read(body, encoding: headers.text("grpc-encoding"), limits: limits).content
        } catch {
            throw .message(error)
        }
    }

    /// The same for codings that a receiver knows better than their names say.
    func content(codings names: [String], limits: DecodingLimits) throws(ContentError) -> [UInt8] {
        guard names.count <= limits.contentCodings else { throw .tooManyCodings(limit: limits.contentCodings) }
        guard body.count <= limits.payloadBytes else {
            throw .tooLarge(.limitExceeded("size", limit: limits.payloadBytes))
        }
        // Before anything is inflated: what ends in a refusal costs nothing.
        var codings: [ContentCoding] = []
        for name in names {
            guard let coding = ContentCoding(name: name) else { throw .unknownCoding(name) }
            codings.append(coding)
        }
        var content = body
        for coding in codings.reversed() {
            do throws(ReadError) {
                content = try coding.decode(content, limits: limits)
            } catch {
                if case .limitExceeded = error.reason { throw .tooLarge(error.reason) }
                throw .unreadable(coding, error)
            }
        }
        return content
    }
}
