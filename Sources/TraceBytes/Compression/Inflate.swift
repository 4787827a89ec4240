/// Decompression of one deflate stream (RFC 1951), as it stands alone, in gzip and in zlib.
///
/// ```
/// stream:  block … block with the mark "last"
/// block:   header ─┬─ stored:  length, complement, bytes
///                  ├─ fixed:   symbols … end of block
///                  └─ dynamic: code lengths, symbols … end of block
/// ```
public struct Inflate: ~Escapable {
    private let bytes: RawSpan
    var bits: InflateBits
    var literals = HuffmanTable(rootBits: Self.literalRootBits)
    var distances = HuffmanTable(rootBits: Self.distanceRootBits)

    // Most codes of lengths and literals have up to ten bits, of distances up to eight; both tables lie in the first cache.
    static let literalRootBits = 10
    static let distanceRootBits = 8
    private static let fixedLiterals = table(
        DeflateAlphabet.fixedLengths, DeflateAlphabet.literalsAndLengths, literalRootBits)
    private static let fixedDistances = table(
        DeflateAlphabet.fixedDistanceLengths, DeflateAlphabet.distances, distanceRootBits)

    /// The content of a bare stream that is all of `bytes`.
    ///
    /// - Throws: at the offset of the byte where the stream stops to be one, is cut, or exceeds a limit;
    ///   ``ReadError/Reason/trailingBytes`` where it ends before the bytes do.
    public static func decompress(
        _ bytes: RawSpan, limits: DecodingLimits = .default
    ) throws(ReadError) -> [UInt8] {
        var output = InflateOutput(inputCount: bytes.byteCount, limits: limits)
        let end = try Inflate(bytes, at: 0).run(into: &output)
        guard end == bytes.byteCount else { throw ReadError(.trailingBytes, at: end) }
        return output.finish()
    }

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, at offset: Int) {
        self.bytes = bytes
        bits = InflateBits(bytes, at: offset)
    }

    /// Adds the content of the stream to the output.
    ///
    /// - Returns: the offset of the first byte behind the stream.
    consuming func run(into output: inout InflateOutput) throws(ReadError) -> Int {
        output.beginStream()
        var isLast = false
        while !isLast {
            let start = bits.offset
            isLast = try bits.read(1) == 1
            switch try bits.read(2) {
            case 0: try copyStoredBlock(into: &output)
            case 1: try readSymbols(Self.fixedLiterals, Self.fixedDistances, into: &output)
            case 2:
                try readCodes()
                try readSymbols(literals, distances, into: &output)
            default: throw ReadError(.invalidValue("a deflate block of the reserved type 3"), at: start)
            }
            try output.requireWithinLimit(at: bits.offset)
        }
        return bits.alignToByte()
    }

    /// Section 3.2.4: length and its complement as 16-bit numbers at the next byte, then so many bytes.
    @_lifetime(self: copy self)
    private mutating func copyStoredBlock(into output: inout InflateOutput) throws(ReadError) {
        let header = bits.alignToByte()
        let length = try bits.read(16)
        guard try bits.read(16) == length ^ 0xffff else {
            throw ReadError(.invalidValue("the length of a stored block does not match its complement"), at: header)
        }
        let start = bits.alignToByte()
        // At most 65,535 further than an offset inside of the bytes.
        let end = start + length
        guard end <= bytes.byteCount else { throw bits.endOfInput }
        try output.append(bytes.clamped(to: start..<end), at: start)
        bits.seek(to: end)
    }

    private static func table(_ lengths: [UInt8], _ symbols: [HuffmanEntry], _ rootBits: Int) -> HuffmanTable {
        var table = HuffmanTable(rootBits: rootBits)
        // The codes of the specification are complete, so that nothing is thrown.
        try? table.build(lengths: lengths[...], symbols: symbols)
        return table
    }
}
