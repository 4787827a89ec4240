import TraceBytes

/// A cursor over one header block that reads the two primitive types of HPACK (RFC 7541 section 5).
struct HPACKReader: ~Escapable {
    let block: RawSpan
    /// Where the next read starts. Never beyond the end of the block.
    private(set) var offset = 0

    @_lifetime(copy block)
    init(_ block: RawSpan) { self.block = block }

    /// The octet that the next read starts with; nil at the end of the block.
    var next: UInt8? { block.byte(at: offset) }

    /// Octets of an integer behind its prefix. Five of them hold every number of 32 bits, which is the most that a
    /// setting can be; zeros in front of a number could otherwise go on for ever (section 5.1, last paragraph).
    private static let continuationOctets = 5

    /// Reads an integer whose first part is the low bits of the next octet: 1337 with five bits is `1f 9a 0a`.
    @_lifetime(self: copy self)
    mutating func readInteger(prefixBits: Int) throws(HPACKError) -> Int {
        guard let first = next else { throw HPACKError(.unexpectedEnd, at: offset) }
        offset += 1
        let mask = 1 << prefixBits - 1
        let prefix = Int(first) & mask
        return prefix < mask ? prefix : try readContinuation(of: prefix)
    }

    @_lifetime(self: copy self)
    private mutating func readContinuation(of prefix: Int) throws(HPACKError) -> Int {
        var value = prefix
        for place in 0..<Self.continuationOctets {
            guard let octet = next else { throw HPACKError(.unexpectedEnd, at: offset) }
            // Cannot overflow: five groups of seven bits and the prefix are less than 2^36.
            value += Int(octet & 0x7f) << (7 * place)
            guard octet >= 0x80 else {
                offset += 1
                return value
            }
            offset += 1
        }
        throw HPACKError(.integerTooLong, at: offset - 1)
    }

    /// Finds the octets of a string, without decoding them (section 5.2).
    @_lifetime(self: copy self)
    mutating func readString() throws(HPACKError) -> HPACKString {
        let start = offset
        let isHuffmanCoded = next.map { $0 & 0x80 != 0 } ?? false
        let count = try readInteger(prefixBits: 7)
        guard count <= block.byteCount - offset else { throw HPACKError(.stringTooLong, at: start) }
        defer { offset += count }
        return HPACKString(range: offset..<offset + count, isHuffmanCoded: isHuffmanCoded)
    }
}

/// Where the octets of a string lie in its block, and how they are coded.
struct HPACKString {
    let range: Range<Int>
    let isHuffmanCoded: Bool
}
