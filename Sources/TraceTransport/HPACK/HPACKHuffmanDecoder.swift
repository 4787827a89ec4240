import TraceBytes

/// Decodes Huffman-coded strings (RFC 7541 section 5.2) by looking at eight bits at once.
///
/// The bits that were read and not yet used stand at the top of a word of 64, so that a symbol costs one look-up and a shift.
struct HPACKHuffmanDecoder: ~Escapable {
    private let block: RawSpan
    private let start: Int
    private let end: Int
    /// The first octet that was not read yet.
    private var offset: Int
    /// The next bits, the first of them on top. Below ``count`` of them, what is set is what follows in the string, or ones.
    private var bits: UInt64 = 0
    private var count = 0

    @_lifetime(copy block)
    private init(_ block: RawSpan, range: Range<Int>) {
        self.block = block
        start = range.lowerBound
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
            // No code is longer than 30 bits: with as many at hand, all of the next one is there.
            if count < HPACKHuffmanCode.longest { refill() }
            if count == 0 { return }
            let entry = short[Int(truncatingIfNeeded: bits >> 56)]
            var length = Int(entry & 0xff)
            var symbol = UInt8(truncatingIfNeeded: entry >> 8)
            if length == 0 {
                let long = code.longSymbol(UInt32(truncatingIfNeeded: bits >> 32))
                length = long.bits
                symbol = UInt8(truncatingIfNeeded: long.symbol)
                if long.symbol == HPACKHuffmanCode.endOfString, length <= count { throw endOfString() }
            }
            guard length <= count else {
                try checkPadding()
                return
            }
            output[place] = symbol
            place += 1
            bits <<= UInt64(length)
            count -= length
        }
    }

    /// Takes as many whole octets as fit, and sets ones behind the last octet of the string.
    @_lifetime(self: copy self)
    private mutating func refill() {
        if end - offset >= 8, let word = block.word(at: offset) {
            bits |= word.byteSwapped >> UInt64(count)
            let taken = (63 - count) / 8
            offset += taken
            count += 8 * taken
            return
        }
        while count <= 56, offset < end, let octet = block.byte(at: offset) {
            bits |= UInt64(octet) << UInt64(56 - count)
            count += 8
            offset += 1
        }
        if offset == end { bits |= UInt64.max >> UInt64(count) }
    }

    /// Checks what is left where no whole symbol is: at most seven bits, the first ones of the code that ends a string.
    private func checkPadding() throws(HPACKError) {
        // Ones were set behind the string, so that its own rest is all ones when everything is.
        guard bits == .max else { throw HPACKError(.invalidPadding, at: end - 1) }
        guard count < 8 else { throw HPACKError(.paddingTooLong, at: end - 1) }
    }

    /// The error at the octet with the last bit of the symbol that stands next.
    private func endOfString() -> HPACKError {
        HPACKError(.endOfStringSymbol, at: (offset * 8 - count + HPACKHuffmanCode.longest - 1) / 8)
    }
}
