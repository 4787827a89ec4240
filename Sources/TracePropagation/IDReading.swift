import TraceModel

/// The ids of a context, read strictly; what is wrong with them is kept beside.
struct IDReading {
    private(set) var flaws: [WireFlaw] = []

    /// 32 lower-case digits, or 16 too where the format has 64-bit ids; not all zeros.
    mutating func traceID(_ text: ArraySlice<UInt8>, at field: String, allows64Bits: Bool) -> (TraceID, TraceIDWidth)? {
        let lengths = allows64Bits ? [16, 32] : [32]
        guard isSpeltWell(text, "trace id", lengths: lengths, at: field), let id = TraceID(hex: text) else {
            return nil
        }
        guard id.isValid else {
            refuseZero("trace id", at: field)
            return nil
        }
        return (id, text.count == 16 ? .bits64 : .bits128)
    }

    /// 16 lower-case digits, not all zeros.
    mutating func spanID(_ text: ArraySlice<UInt8>, at field: String) -> SpanID? {
        guard isSpeltWell(text, "span id", lengths: [16], at: field), let id = SpanID(hex: text) else { return nil }
        if !id.isValid { refuseZero("span id", at: field) }
        return id.isValid ? id : nil
    }

    /// 16 lower-case digits; all zeros mean "no parent", as Brave reads them.
    mutating func parentSpanID(_ text: ArraySlice<UInt8>, at field: String) -> SpanID? {
        guard isSpeltWell(text, "parent span id", lengths: [16], at: field), let id = SpanID(hex: text) else {
            return nil
        }
        return id.isValid ? id : nil
    }

    private mutating func isSpeltWell(
        _ text: ArraySlice<UInt8>, _ what: String, lengths: [Int], at field: String
    ) -> Bool {
        let isHex = !text.isEmpty && text.allSatisfy(isAnyHexDigit)
        let isLower = text.allSatisfy { !(0x41...0x5a).contains($0) }
        if isHex, isLower, lengths.contains(text.count) { return true }
        let count = lengths.map(String.init).joined(separator: " or ")
        flaws.append(
            WireFlaw(
                isHex ? .idSpelling : .grammar, at: field, expected: "a \(what) of \(count) lower-case hex digits",
                actual: quoted(text)))
        return false
    }

    private mutating func refuseZero(_ what: String, at field: String) {
        flaws.append(WireFlaw(.grammar, at: field, expected: "a \(what) other than zero", actual: "all zeros"))
    }
}

private func isAnyHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
}
