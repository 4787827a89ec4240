/// IP addresses between their bytes and their texts.
package enum IPAddressText {
    /// Dotted decimal of four bytes, `192.168.1.10`; the text of RFC 5952 of sixteen, `2001:db8::c001`; nil of others.
    package static func text(of bytes: borrowing RawSpan) -> String? {
        switch bytes.byteCount {
        case 4: dotted(bytes, from: 0)
        case 16: colons(bytes)
        default: nil
        }
    }

    private static func dotted(_ bytes: borrowing RawSpan, from start: Int) -> String {
        var text = ""
        for place in start..<start + 4 {
            if place > start { text += "." }
            text += String(bytes.byte(at: place) ?? 0)
        }
        return text
    }

    /// The longest run of two or more zero groups, the first of equal ones, is `::` (RFC 5952 section 4.2); an address that
    /// maps IPv4 ends in dotted decimal (section 5).
    private static func colons(_ bytes: borrowing RawSpan) -> String {
        var groups: [UInt16] = []
        for group in 0..<8 {
            groups.append(UInt16(bytes.byte(at: 2 * group) ?? 0) << 8 | UInt16(bytes.byte(at: 2 * group + 1) ?? 0))
        }
        if groups[..<5].allSatisfy({ $0 == 0 }), groups[5] == 0xffff { return "::ffff:" + dotted(bytes, from: 12) }
        let gap = longestZeroRun(groups)
        let head = groups[..<gap.lowerBound].map { String($0, radix: 16) }.joined(separator: ":")
        guard gap.count > 1 else { return groups.map { String($0, radix: 16) }.joined(separator: ":") }
        return head + "::" + groups[gap.upperBound...].map { String($0, radix: 16) }.joined(separator: ":")
    }

    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        for place in groups.indices {
            if groups[place] != 0 {
                start = place + 1
            } else if place + 1 - start > longest.count {
                longest = start..<place + 1
            }
        }
        return longest
    }

    /// The four bytes of dotted decimal; nil for anything else, leading zeros among it, which some read as octal.
    package static func ipv4Bytes(_ text: some StringProtocol) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), part.count == 1 || part.first != "0",
                let byte = UInt8(part)
            else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    /// The sixteen bytes of an IPv6 address in any of the spellings of RFC 4291 section 2.2; nil for anything else, zones
    /// (`fe80::1%eth0`) among it.
    package static func ipv6Bytes(_ text: String) -> [UInt8]? {
        guard let gap = text.firstRange(of: "::") else {
            guard let bytes = groups(text[...]), bytes.count == 16 else { return nil }
            return bytes
        }
        let (head, tail) = (text[..<gap.lowerBound], text[gap.upperBound...])
        guard !tail.contains("::"), !tail.hasPrefix(":"), let before = groups(head, mayEndInIPv4: false),
            let after = groups(tail)
        else { return nil }
        // `::` stands for at least one group.
        guard before.count + after.count <= 14 else { return nil }
        return before + [UInt8](repeating: 0, count: 16 - before.count - after.count) + after
    }

    /// The bytes of groups of one to four digits; the last may be an IPv4 address. No text has none.
    private static func groups(_ text: Substring, mayEndInIPv4: Bool = true) -> [UInt8]? {
        if text.isEmpty { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (place, part) in parts.enumerated() {
            if mayEndInIPv4, place == parts.count - 1, let last = ipv4Bytes(part) { return bytes + last }
            guard (1...4).contains(part.utf8.count),
                part.utf8.allSatisfy({ lowerHexValue(asciiLowercased($0)) != nil }),
                let group = UInt16(part, radix: 16)
            else { return nil }
            bytes += [UInt8(group >> 8), UInt8(group & 0xff)]
        }
        return bytes
    }
}
