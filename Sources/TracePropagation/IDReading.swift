import TraceModel

/// The ids of a context, read strictly; what is wrong with them is kept beside.
struct IDReading {
    private(set) var flaws: [WireFlaw] = []

    /// 32 lower-case digits, or 16 too where the format has 64-bit ids; not all zeros.
    mutating func traceID(_ text: ArraySlice<UInt8>, at field: String, allows64Bits: Bool) -> (TraceID, TraceIDWidth)? {
        guard text.count == 32 || allows64Bits, let id = TraceID(hex: text) else {
            refuse(text, "trace id", of: allows64Bits ? "16 or 32" : "32", at: field)
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
        guard let id = SpanID(hex: text) else {
            refuse(text, "span id", of: "16", at: field)
            return nil
        }
        if !id.isValid { refuseZero("span id", at: field) }
        return id.isValid ? id : nil
    }

    /// 16 lower-case digits; all zeros mean "no parent", as Brave reads them.
    mutating func parentSpanID(_ text: ArraySlice<UInt8>, at field: String) -> SpanID? {
        guard let id = SpanID(hex: text) else {
            refuse(text, "parent span id", of: "16", at: field)
            return nil
        }
        return id.isValid ? id : nil
    }

    /// Digits of another case or number are an id that was spelt otherwise; anything else is no id at all.
    private mutating func refuse(_ text: ArraySlice<UInt8>, _ what: String, of digits: String, at field: String) {
        let isHex = !text.isEmpty && text.allSatisfy(isAnyHexDigit)
        flaws.append(
            WireFlaw(
                isHex ? .idSpelling : .grammar, at: field, expected: "a \(what) of \(digits) lower-case hex digits",
                actual: quoted(text)))
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
