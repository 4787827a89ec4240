/// Tells the parts of names and paths that name one thing among many: they make a name of high cardinality.
enum IdentifierText {
    /// Whether a segment of a path is an identifier: a UUID, 16 or more hexadecimal digits with a decimal one among them,
    /// or a number of 2 digits or more that is neither a status of HTTP nor a year, since both stand in static routes.
    static func isIdentifier(_ segment: Substring) -> Bool {
        let bytes = segment.utf8
        if isNumber(segment) {
            guard bytes.count >= 2 else { return false }
            guard bytes.count <= 4, let number = Int(segment) else { return true }
            return !(100...599).contains(number) && !(1900...2099).contains(number)
        }
        return isLongIdentifier(segment)
    }

    /// Whether a word of a name is an identifier: as in paths, but a number takes 5 digits, since names count and measure.
    static func isIdentifierWord(_ word: Substring) -> Bool {
        isNumber(word) ? word.utf8.count >= 5 : isLongIdentifier(word)
    }

    /// The first identifier of a name, as a word or as a segment of a path in it; its query; nil when it has neither.
    static func find(in name: String) -> Substring? {
        // Most names have no digit and no query.
        guard name.utf8.contains(where: { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "?") }) else { return nil }
        if let query = query(in: name[...]) { return query }
        for word in name.split(whereSeparator: { " ,;()[]{}=".contains($0) }) {
            guard word.utf8.contains(UInt8(ascii: "/")) else {
                if isIdentifierWord(word) { return word }
                continue
            }
            if let segment = word.split(separator: "/").first(where: isIdentifier) { return segment }
        }
        return nil
    }

    /// `?page=2` of a path or URL.
    static func query(in text: Substring) -> Substring? {
        guard let mark = text.utf8.firstIndex(of: UInt8(ascii: "?")) else { return nil }
        let query = text[mark...]
        return query.utf8.contains(UInt8(ascii: "=")) ? query : nil
    }

    /// The path with `*` in place of every identifier; nil when it has none.
    static func shape(of path: String) -> String? {
        guard path.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return nil }
        var isTemplate = false
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).map { segment -> Substring in
            guard isIdentifier(segment) else { return segment }
            isTemplate = true
            return "*"
        }
        return isTemplate ? segments.joined(separator: "/") : nil
    }

    private static func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func isLongIdentifier(_ text: Substring) -> Bool {
        let bytes = text.utf8
        guard bytes.count >= 16 else { return false }
        if bytes.count == 36, isUUID(text) { return true }
        if isTime(text) { return true }
        return bytes.allSatisfy { isHex($0) } && bytes.contains { (0x30...0x39).contains($0) }
    }

    /// RFC 9562 section 4: `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`.
    private static func isUUID(_ text: Substring) -> Bool {
        for (index, byte) in text.utf8.enumerated() {
            let isDash = [8, 13, 18, 23].contains(index)
            guard isDash ? byte == UInt8(ascii: "-") : isHex(byte) else { return false }
        }
        return true
    }

    /// RFC 3339 section 5.6: `2023-11-14T22:13:20Z`.
    private static func isTime(_ text: Substring) -> Bool {
        let pattern = Array("0000-00-00T00:00".utf8)
        guard text.utf8.count >= pattern.count else { return false }
        return zip(text.utf8, pattern).allSatisfy { byte, form in
            form == UInt8(ascii: "0") ? (0x30...0x39).contains(byte) : byte == form
        }
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) || (0x41...0x46).contains(byte)
    }
}
