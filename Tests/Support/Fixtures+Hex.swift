extension Fixtures {
    /// The bytes that a fixture spells as hexadecimal digits: lines that begin with `#` are for its readers, white space is
    /// for the eye.
    package static func hexBytes(_ path: String) throws -> [UInt8] {
        let digits = try text(path).split(separator: "\n").filter { !$0.hasPrefix("#") }
            .joined().filter { !$0.isWhitespace }
        let nibbles = digits.compactMap { $0.hexDigitValue }
        guard nibbles.count == digits.count, nibbles.count.isMultiple(of: 2) else {
            throw FixtureError.missing("\(path) as pairs of hexadecimal digits")
        }
        return stride(from: 0, to: nibbles.count, by: 2).map { UInt8(nibbles[$0] << 4 | nibbles[$0 + 1]) }
    }
}
