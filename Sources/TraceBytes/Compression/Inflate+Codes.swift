extension Inflate {
    /// Reads the codes of a dynamic block (RFC 1951 section 3.2.7): the lengths of the codes for literals and for
    /// distances as one list, itself in a code whose lengths stand before it.
    @_lifetime(self: copy self)
    mutating func readCodes() throws(ReadError) {
        let start = bits.offset
        let literalCount = try bits.read(5) + 257
        let distanceCount = try bits.read(5) + 1
        let lengthCount = try bits.read(4) + 4
        guard literalCount <= 286 else {
            throw ReadError(
                .invalidValue("\(literalCount) codes for literals and lengths, at most 286 exist"), at: start)
        }
        var lengthLengths = [UInt8](repeating: 0, count: 19)
        for symbol in DeflateAlphabet.orderOfCodeLengths.prefix(lengthCount) {
            lengthLengths[symbol] = UInt8(try bits.read(3))
        }
        var table = HuffmanTable(rootBits: 7)
        try build(
            &table, lengthLengths[...], DeflateAlphabet.codeLengths, of: "code lengths", at: start,
            allowsOneSymbol: false)

        let lengths = try readLengths(count: literalCount + distanceCount, with: table)
        guard lengths[256] > 0 else {
            throw ReadError(.invalidValue("a deflate block whose code has no end of block"), at: start)
        }
        try build(
            &literals, lengths[..<literalCount], DeflateAlphabet.literalsAndLengths, of: "literals and lengths",
            at: start)
        try build(&distances, lengths[literalCount...], DeflateAlphabet.distances, of: "distances", at: start)
    }

    /// The list of code lengths: a repetition may run from the literals into the distances, but not beyond the end.
    @_lifetime(self: copy self)
    private mutating func readLengths(count: Int, with table: HuffmanTable) throws(ReadError) -> [UInt8] {
        var lengths: [UInt8] = []
        lengths.reserveCapacity(count)
        while lengths.count < count {
            let start = bits.offset
            bits.refill()
            let entry = try bits.readEntry(of: table.entries.span, rootBits: table.rootBits)
            guard entry.isLiteral else { throw bits.unusedCode }
            let (value, repetitions): (UInt8, Int)
            switch entry.value {
            case 16:
                guard let last = lengths.last else {
                    throw ReadError(.invalidValue("a repeated code length with none before it"), at: start)
                }
                (value, repetitions) = (last, try bits.read(2) + 3)
            case 17: (value, repetitions) = (0, try bits.read(3) + 3)
            case 18: (value, repetitions) = (0, try bits.read(7) + 11)
            default: (value, repetitions) = (UInt8(entry.value), 1)
            }
            guard repetitions <= count - lengths.count else {
                throw ReadError(.invalidValue("repeated code lengths run beyond the last code"), at: start)
            }
            lengths.append(contentsOf: repeatElement(value, count: repetitions))
        }
        return lengths
    }

    private func build(
        _ table: inout HuffmanTable, _ lengths: ArraySlice<UInt8>, _ symbols: [HuffmanEntry], of what: String,
        at start: Int,
        allowsOneSymbol: Bool = true
    ) throws(ReadError) {
        do throws(HuffmanTable.Fault) {
            try table.build(lengths: lengths, symbols: symbols, allowsOneSymbol: allowsOneSymbol)
        } catch {
            let fault =
                error == .overSubscribed ? "more codes than its bits can tell apart" : "bit strings without a code"
            throw ReadError(.invalidValue("the code for \(what) has \(fault)"), at: start)
        }
    }
}
