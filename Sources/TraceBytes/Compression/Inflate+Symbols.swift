extension Inflate {
    /// Reads symbols up to the end of the block (RFC 1951 section 3.2.3): bytes, and copies of what came before.
    @_lifetime(self: copy self)
    mutating func readSymbols(
        _ literals: borrowing HuffmanTable, _ distances: borrowing HuffmanTable, into output: inout InflateOutput
    ) throws(ReadError) {
        var isAtEnd = false
        while !isAtEnd {
            try output.makeRoom(at: bits.offset)
            isAtEnd = try readWhileRoom(literals, distances, into: &output)
        }
    }

    /// Reads symbols until the block ends (true) or less room than for one more copy is left (false).
    @_lifetime(self: copy self)
    private mutating func readWhileRoom(
        _ literals: borrowing HuffmanTable, _ distances: borrowing HuffmanTable, into output: inout InflateOutput
    ) throws(ReadError) -> Bool {
        let literalEntries = literals.entries.span
        let distanceEntries = distances.entries.span
        let windowStart = output.windowStart
        // In local variables, and so in registers; what a failed stream leaves behind is of no use to anybody.
        var bits = self.bits
        var count = output.count
        var span = output.storage.mutableSpan
        var room = span.mutableBytes
        let end = room.byteCount - InflateOutput.slack

        while count <= end {
            // A length with its distance has at most 15 + 5 + 15 + 13 bits.
            if bits.available < 48 { bits.refill() }
            let entry = try bits.readEntry(of: literalEntries, rootBits: Self.literalRootBits)
            if entry.isLiteral {
                room.storeBytes(of: UInt8(truncatingIfNeeded: entry.value), toByteOffset: count, as: UInt8.self)
                // Below the count of the room.
                count &+= 1
            } else if entry.isBase {
                let length = try bits.readValue(of: entry)
                let distanceEntry = try bits.readEntry(of: distanceEntries, rootBits: Self.distanceRootBits)
                guard distanceEntry.isBase else { throw bits.unusedCode }
                let distance = try bits.readValue(of: distanceEntry)
                guard distance <= count - windowStart else {
                    throw ReadError(
                        .invalidValue("a copy from \(distance) bytes back, before the content"),
                        at: bits.offsetOfLastBit)
                }
                room.copy(length, from: distance, backOf: count)
                // The slack leaves room for the longest copy.
                count &+= length
            } else if entry.isEndOfBlock {
                self.bits = bits
                output.count = count
                return true
            } else {
                throw bits.unusedCode
            }
        }
        self.bits = bits
        output.count = count
        return false
    }
}

extension InflateBits {
    /// Reads one code. At least 30 bits are available, or all that are left.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func readEntry(of table: borrowing Span<HuffmanEntry>, rootBits: Int) throws(ReadError) -> HuffmanEntry {
        // The table has an entry for every number of `rootBits` bits, and behind a link one for each of its bits.
        var entry = table[peek(rootBits)]
        if entry.isLink {
            guard consume(rootBits) else { throw endOfInput }
            entry = table[entry.value + peek(entry.extraBits)]
        }
        guard consume(entry.codeBits) else { throw endOfInput }
        return entry
    }

    /// The value of a length or distance: its base and the bits that follow.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func readValue(of entry: HuffmanEntry) throws(ReadError) -> Int {
        // At most 24,577 and 13 bits.
        let value = entry.value &+ peek(entry.extraBits)
        guard consume(entry.extraBits) else { throw endOfInput }
        return value
    }

    /// The error for bits that no code begins with; where the input ended among them, that is what is wrong.
    var unusedCode: ReadError {
        available < 15 ? endOfInput : ReadError(.invalidValue("bits that are no deflate code"), at: offset)
    }
}

extension MutableRawSpan {
    /// Repeats bytes that lie `distance` before `position` there; both may overlap, so that `distance` bytes repeat.
    ///
    /// Up to seven bytes behind the copy are written over. Nothing here is unchecked: a range outside would trap, and the
    /// caller has compared the distance with what is there, and the room with the longest copy.
    @inline(__always)
    @_lifetime(self: copy self)
    fileprivate mutating func copy(_ length: Int, from distance: Int, backOf position: Int) {
        let source = position - distance
        if distance >= 8 {
            var offset = 0
            while offset < length {
                // Unsafe: every bit pattern is a `UInt64`.
                let word = unsafe unsafeLoadUnaligned(fromByteOffset: source + offset, as: UInt64.self)
                storeBytes(of: word, toByteOffset: position + offset, as: UInt64.self)
                offset += 8
            }
        } else if distance == 1 {
            // Unsafe: every bit pattern is a `UInt8`.
            let byte = unsafe unsafeLoad(fromByteOffset: source, as: UInt8.self)
            let word = UInt64(byte) &* 0x0101_0101_0101_0101
            for offset in stride(from: 0, to: length, by: 8) {
                storeBytes(of: word, toByteOffset: position + offset, as: UInt64.self)
            }
        } else {
            for offset in 0..<length {
                // Unsafe: every bit pattern is a `UInt8`.
                let byte = unsafe unsafeLoad(fromByteOffset: source + offset, as: UInt8.self)
                storeBytes(of: byte, toByteOffset: position + offset, as: UInt8.self)
            }
        }
    }
}
