/// Finds the end of a run of non-ASCII text: RFC 3629's grammar, so no overlong forms, no surrogates, nothing above U+10FFFF.
extension RawSpan {
    /// The offset of the first ASCII byte at or after `start`, or the end.
    ///
    /// - Throws: ``ReadError/Reason/invalidUTF8`` at the first byte of the sequence that is not well-formed.
    @inlinable
    public func endOfNonASCII(from start: Int) throws(ReadError) -> Int {
        var offset = start
        while let lead = byte(at: offset), lead >= 0x80 {
            // `offset` stays below the count of the bytes, so that small sums cannot overflow.
            guard let length = lengthOfSequence(lead, at: offset) else { throw ReadError(.invalidUTF8, at: offset) }
            offset += length
        }
        return offset
    }

    /// 2, 3 or 4 when a well-formed sequence stands here; nil otherwise.
    @inlinable
    func lengthOfSequence(_ lead: UInt8, at offset: Int) -> Int? {
        guard let second = byte(at: offset + 1) else { return nil }
        let isSecondAllowed =
            switch lead {
            case 0xc2...0xdf, 0xe1...0xec, 0xee...0xef, 0xf1...0xf3: (0x80...0xbf).contains(second)
            case 0xe0: (0xa0...0xbf).contains(second)
            case 0xed: (0x80...0x9f).contains(second)
            case 0xf0: (0x90...0xbf).contains(second)
            case 0xf4: (0x80...0x8f).contains(second)
            default: false
            }
        guard isSecondAllowed else { return nil }
        if lead < 0xe0 { return 2 }
        guard let third = byte(at: offset + 2), third & 0xc0 == 0x80 else { return nil }
        if lead < 0xf0 { return 3 }
        guard let fourth = byte(at: offset + 3), fourth & 0xc0 == 0x80 else { return nil }
        return 4
    }
}
