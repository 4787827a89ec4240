import TraceBytes

/// Decodes Huffman-coded strings (RFC 7541 section 5.2) by looking at eight bits at once.
///
/// The bits that were read and not yet used stand at the top of a word of 64, so that a symbol costs one look-up and a
/// shift.
struct HPACKHuffmanDecoder: ~Escapable {
    private let block: RawSpan
    private let end: Int
    /// The first octet that was not read yet.
    private var offset: Int
    /// The next bits, the first of them on top. What is set below ``count`` of them follows in the string.
    private var bits: UInt64 = 0
    private var count = 0

    @_lifetime(copy block)
    private init(_ block: RawSpan, range: Range<Int>) {
        self.block = block
        end = range.upperBound
        offset = range.lowerBound
    }

    /// Appends the string whose octets are a range of a block, within its bounds.
    static func decode(_ block: RawSpan, range: Range<Int>, into output: inout [UInt8]) throws(HPACKError) {
        var decoder = HPACKHuffmanDecoder(block, range: range)
        let first = output.count
        // The shortest codes have five bits: this many symbols at most.
        let room = range.count * 8 / HPACKHuffmanCode.shortest
        output.append(contentsOf: repeatElement(0, count: room))
        var place = first
        do {
            var span = output.mutableSpan
            try decoder.decode(into: &span, at: &place)
        }
        output.removeLast(first + room - place)
    }

    @_lifetime(self: copy self)
    @_lifetime(output: copy output)
    private mutating func decode(into output: inout MutableSpan<UInt8>, at place: inout Int) throws(HPACKError) {
        let code = HPACKHuffmanCode.shared
        let short = code.short.span
        while true {
            refill()
            // No short code is longer than eight bits: with as many at hand, all of it is there.
            while count >= 8 {
                let entry = short[Int(truncatingIfNeeded: bits >> 56)]
                if entry == 0 { break }
                output[place] = UInt8(truncatingIfNeeded: entry >> 8)
                // Cannot overflow: the output has room for less than 2^63 octets.
                place &+= 1
                take(Int(entry & 0xff))
            }
            // No code is longer than 30 bits: with as many at hand, or all that are left, the next one is there or
            // nowhere.
            if count < HPACKHuffmanCode.longest, offset < end { continue }
            if count == 0 { return }
            // Ones are set behind the string, so that its rest is all ones when this is.
            let padded = bits | UInt64.max >> UInt64(count)
            let entry = short[Int(truncatingIfNeeded: padded >> 56)]
            let (symbol, length) =
                entry == 0
                ? code.longSymbol(UInt32(truncatingIfNeeded: padded >> 32)) : (Int(entry >> 8), Int(entry & 0xff))
            guard length <= count else {
                // What is left holds no whole symbol: at most seven bits, the first ones of the code that ends a
                // string.
                guard padded == .max else { throw HPACKError(.invalidPadding, at: end - 1) }
                guard count < 8 else { throw HPACKError(.paddingTooLong, at: end - 1) }
                return
            }
            if symbol == HPACKHuffmanCode.endOfString { throw endOfString() }
            output[place] = UInt8(truncatingIfNeeded: symbol)
            place &+= 1
            take(length)
        }
    }

    /// Takes bits off, no more than there are and fewer than 64.
    @_lifetime(self: copy self)
    @inline(__always)
    private mutating func take(_ length: Int) {
        // Neither overflows: the length is from 5 to 30, and no more than the count.
        bits &<<= UInt64(truncatingIfNeeded: length)
        count &-= length
    }

    /// Takes as many whole octets as fit.
    @_lifetime(self: copy self)
    @inline(__always)
    private mutating func refill() {
        if end - offset >= 8, let word = block.word(at: offset) {
            bits |= word.byteSwapped >> UInt64(count)
            let taken = (64 - count) / 8
            offset += taken
            count += 8 * taken
            return
        }
        while count <= 56, offset < end, let octet = block.byte(at: offset) {
            bits |= UInt64(octet) << UInt64(56 - count)
            count += 8
            offset += 1
        }
    }

    /// The error at the octet with the last bit of the symbol that stands next.
    private func endOfString() -> HPACKError {
        HPACKError(.endOfStringSymbol, at: (offset * 8 - count + HPACKHuffmanCode.longest - 1) / 8)
    }
}
