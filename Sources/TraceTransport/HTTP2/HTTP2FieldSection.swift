import TraceBytes

/// What RFC 9113 section 8 asks of the fields of a message. A message that breaks it is malformed, and ends its stream
/// (section 8.1.1).
struct HTTP2FieldSection: Equatable {
    enum Kind { case request, response }

    /// The pseudo-header fields, all in front.
    private(set) var pseudoCount = 0
    /// Nil when it is not said.
    private(set) var contentLength: Int?
    /// 1xx: another header section follows.
    private(set) var isInterim = false
    private(set) var isNotModified = false

    private struct Pseudo: OptionSet {
        let rawValue: Int
        static let method = Pseudo(rawValue: 1)
        static let scheme = Pseudo(rawValue: 2)
        static let authority = Pseudo(rawValue: 4)
        static let path = Pseudo(rawValue: 8)
        static let status = Pseudo(rawValue: 16)
    }

    init(_ fields: HeaderFields, of kind: Kind) throws(HTTP2Violation) {
        var seen: Pseudo = []
        var isConnect = false
        try fields.forEach { (bytes, name, value) throws(HTTP2Violation) in
            let nameBytes = bytes.bytes.clamped(to: name)
            guard nameBytes.byte(at: 0) == UInt8(ascii: ":") else {
                return try takeField(bytes.bytes, name, value)
            }
            let pseudo = Self.pseudo(nameBytes)
            guard let pseudo, (pseudo == .status) == (kind == .response) else {
                throw HTTP2Violation(.pseudoKnown, Self.quoted(nameBytes))
            }
            guard !hasRegular else {
                throw HTTP2Violation(.pseudoFirst, Self.quoted(nameBytes))
            }
            guard !seen.contains(pseudo) else { throw HTTP2Violation(.pseudoOnce, Self.quoted(nameBytes)) }
            seen.insert(pseudo)
            pseudoCount += 1
            let valueBytes = bytes.bytes.clamped(to: value)
            try Self.checkValue(valueBytes, of: nameBytes)
            switch pseudo {
            case .path: try checkPath(valueBytes)
            case .status: try takeStatus(valueBytes)
            case .method:
                try Self.checkToken(valueBytes, of: nameBytes)
                isConnect = valueBytes.equals("CONNECT")
            case .scheme: try Self.checkToken(valueBytes, of: nameBytes)
            default: break
            }
        }
        // Section 8.3.1; CONNECT has an authority and neither scheme nor path (section 8.5).
        let needed: Pseudo =
            kind == .response ? .status : isConnect ? [.method, .authority] : [.method, .scheme, .path]
        guard seen.isSuperset(of: needed) else {
            throw HTTP2Violation(.pseudoPresent, Self.missing(needed.subtracting(seen)))
        }
        if isConnect, !seen.isDisjoint(with: [.scheme, .path]) {
            throw HTTP2Violation(.pseudoPresent, ":scheme or :path with CONNECT")
        }
    }

    /// The pseudo-header fields at the beginning of a section that did not come whole.
    static func countPseudo(_ fields: HeaderFields) -> Int {
        fields.prefix { $0.name.first == UInt8(ascii: ":") }.count
    }

    /// Trailers have no pseudo-header fields (section 8.1), and otherwise keep to the same.
    static func checkTrailers(_ fields: HeaderFields) throws(HTTP2Violation) {
        try fields.forEach { (bytes, name, value) throws(HTTP2Violation) in
            let nameBytes = bytes.bytes.clamped(to: name)
            guard nameBytes.byte(at: 0) != UInt8(ascii: ":") else {
                throw HTTP2Violation(.pseudoInTrailers, Self.quoted(nameBytes))
            }
            try checkField(nameBytes, bytes.bytes.clamped(to: value))
        }
    }

    // MARK: Fields

    private var hasRegular = false

    private mutating func takeField(
        _ bytes: RawSpan, _ name: Range<Int>, _ value: Range<Int>
    ) throws(HTTP2Violation) {
        hasRegular = true
        let nameBytes = bytes.clamped(to: name)
        let valueBytes = bytes.clamped(to: value)
        try Self.checkField(nameBytes, valueBytes)
        guard nameBytes.equals("content-length") else { return }
        let length = Self.number(valueBytes)
        // Two that say the same are one (RFC 9110 section 8.6).
        guard let length, contentLength == nil || contentLength == length else {
            throw HTTP2Violation(.contentLength, Self.quoted(valueBytes))
        }
        contentLength = length
    }

    /// What holds for the fields of trailers too (sections 8.2.1 and 8.2.2).
    private static func checkField(_ name: RawSpan, _ value: RawSpan) throws(HTTP2Violation) {
        try checkName(name)
        try checkValue(value, of: name)
        switch name.byteCount {
        case 2 where name.equals("te"):
            guard value.equals("trailers") else { throw HTTP2Violation(.te, quoted(value)) }
        case 7, 10, 16, 17:
            guard !isAboutConnection(name) else { throw HTTP2Violation(.connectionSpecific, quoted(name)) }
        default: break
        }
    }

    /// Whether a name, in lower case, is that of a field about one connection of HTTP/1.1 (section 8.2.2).
    static func isAboutConnection(_ name: RawSpan) -> Bool {
        switch name.byteCount {
        case 7: name.equals("upgrade")
        case 10: name.equals("connection") || name.equals("keep-alive")
        case 16: name.equals("proxy-connection")
        case 17: name.equals("transfer-encoding")
        default: false
        }
    }

    /// A name is a token in lower case (section 8.2.1).
    private static func checkName(_ name: RawSpan) throws(HTTP2Violation) {
        var isValid = name.byteCount > 0
        for offset in 0..<name.byteCount {
            guard let byte = name.byte(at: offset) else { break }
            if !isNameByte(byte) { isValid = false }
        }
        guard isValid else { throw HTTP2Violation(.fieldName, quoted(name)) }
    }

    /// Of the octets that section 8.2.1 allows those that HTTP allows in names at all (RFC 9110 section 5.1).
    private static func isNameByte(_ byte: UInt8) -> Bool {
        HTTP1Grammar.isToken(byte) && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    /// No NUL, LF or CR, and no white space at either end (section 8.2.1).
    private static func checkValue(_ value: RawSpan, of name: RawSpan) throws(HTTP2Violation) {
        var isValid = true
        for offset in 0..<value.byteCount {
            guard let byte = value.byte(at: offset) else { break }
            if byte == 0 || byte == 0x0a || byte == 0x0d { isValid = false }
        }
        for end in [value.byte(at: 0), value.byte(at: value.byteCount - 1)] where end == 0x20 || end == 0x09 {
            isValid = false
        }
        guard isValid else { throw HTTP2Violation(.fieldValue, quoted(name)) }
    }

    // MARK: Pseudo-header fields

    private static func pseudo(_ name: RawSpan) -> Pseudo? {
        switch name.byteCount {
        case 5 where name.equals(":path"): .path
        case 7 where name.equals(":method"): .method
        case 7 where name.equals(":scheme"): .scheme
        case 7 where name.equals(":status"): .status
        case 10 where name.equals(":authority"): .authority
        default: nil
        }
    }

    private static func missing(_ pseudo: Pseudo) -> String {
        let names: [(Pseudo, String)] = [
            (.method, ":method"), (.scheme, ":scheme"), (.authority, ":authority"), (.path, ":path"),
            (.status, ":status"),
        ]
        return "no " + names.filter { pseudo.contains($0.0) }.map(\.1).joined(separator: ", ")
    }

    /// One valid value each (section 8.3.1); every scheme is a token too (RFC 3986 section 3.1).
    private static func checkToken(_ value: RawSpan, of name: RawSpan) throws(HTTP2Violation) {
        var isToken = value.byteCount > 0
        for offset in 0..<value.byteCount {
            guard let byte = value.byte(at: offset) else { break }
            if !HTTP1Grammar.isToken(byte) { isToken = false }
        }
        guard isToken else { throw HTTP2Violation(.pseudoPresent, "\(quoted(name)) is '\(quoted(value))'") }
    }

    /// The beginning of what a violation is about: it goes into logs and into GOAWAY.
    private static func quoted(_ bytes: RawSpan) -> String { bytes.clamped(to: 0..<64).text() }

    private func checkPath(_ path: RawSpan) throws(HTTP2Violation) {
        // `*` is for OPTIONS (section 8.3.1); which methods a server takes there is not the transport's business.
        guard path.byte(at: 0) == UInt8(ascii: "/") || path.equals("*") else {
            throw HTTP2Violation(.path, Self.quoted(path))
        }
    }

    private mutating func takeStatus(_ status: RawSpan) throws(HTTP2Violation) {
        guard status.byteCount == 3, let number = Self.number(status), number >= 100, number != 101 else {
            // 101 has no place in HTTP/2 (section 8.6).
            throw HTTP2Violation(.status, Self.quoted(status))
        }
        isInterim = number < 200
        isNotModified = number == 304
    }

    /// Digits alone; nil for anything else, and for what exceeds an `Int`.
    private static func number(_ digits: RawSpan) -> Int? {
        guard digits.byteCount > 0 else { return nil }
        var number = 0
        for offset in 0..<digits.byteCount {
            guard let byte = digits.byte(at: offset), (0x30...0x39).contains(byte) else { return nil }
            let (product, isOver) = number.multipliedReportingOverflow(by: 10)
            let (sum, isOverToo) = product.addingReportingOverflow(Int(byte) - 0x30)
            guard !isOver, !isOverToo else { return nil }
            number = sum
        }
        return number
    }
}
