extension HTTPURL {
    /// Reads an absolute URL. `https` is read too: whether it can be served is the caller's business.
    package init(parsing text: String) throws(HTTPURLError) {
        var parser = HTTPURLParser(text)
        scheme = try parser.scheme()
        (host, isIPv6) = try parser.host()
        explicitPort = try parser.port()
        path = try parser.path()
        query = try parser.query()
    }
}

/// `scheme "://" host [":" port] path-abempty ["?" query]`, from front to back.
private struct HTTPURLParser {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    private var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private func fault(_ reason: String, at place: Int? = nil) -> HTTPURLError {
        HTTPURLError(offset: place ?? offset, reason: reason)
    }

    private mutating func take(while isTaken: (UInt8) -> Bool) -> String {
        let start = offset
        while let byte, isTaken(byte) { offset += 1 }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    mutating func scheme() throws(HTTPURLError) -> HTTPURL.Scheme {
        let name = take { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "/") }
        guard bytes[offset...].starts(with: "://".utf8) else { throw fault("no 'http://' in front", at: 0) }
        offset += 3
        guard let scheme = HTTPURL.Scheme(rawValue: name.lowercased()) else {
            throw fault("a scheme other than http and https", at: 0)
        }
        return scheme
    }

    mutating func host() throws(HTTPURLError) -> (String, isIPv6: Bool) {
        if byte == UInt8(ascii: "[") { return (try bracketed(), true) }
        let start = offset
        let host = take(while: \.isHostCharacter)
        if bytes[start...].prefix(while: { !$0.endsAuthority }).contains(UInt8(ascii: "@")) {
            throw fault("a user name, which is not taken", at: start)
        }
        guard !host.isEmpty else { throw fault("no host", at: start) }
        guard host.utf8.count <= 253, !host.hasPrefix("."), !host.contains("..") else {
            throw fault("a host name with an empty label, or longer than 253 characters", at: start)
        }
        return (host, false)
    }

    private mutating func bracketed() throws(HTTPURLError) -> String {
        let start = offset
        offset += 1
        let address = take { $0 != UInt8(ascii: "]") && !$0.endsAuthority }
        guard byte == UInt8(ascii: "]"), IPv6Text.isValid(address) else {
            throw fault("an IPv6 address that is not valid", at: start)
        }
        offset += 1
        return address
    }

    mutating func port() throws(HTTPURLError) -> UInt16? {
        guard let byte, !byte.endsAuthority else { return nil }
        guard byte == UInt8(ascii: ":") else { throw fault("a character that no host name has") }
        offset += 1
        let start = offset
        let digits = take { !$0.endsAuthority }
        if digits.isEmpty { return nil }  // RFC 3986, section 3.2.3: `http://host:/` means the default port
        guard digits.utf8.allSatisfy(\.isDigit), let port = UInt16(digits), port > 0 else {
            throw fault("a port outside 1 to 65535", at: start)
        }
        return port
    }

    mutating func path() throws(HTTPURLError) -> String {
        try component { $0 == UInt8(ascii: "/") }
    }

    mutating func query() throws(HTTPURLError) -> String? {
        var query: String?
        if byte == UInt8(ascii: "?") {
            offset += 1
            query = try component { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
        }
        guard byte == nil else {
            throw fault(byte == UInt8(ascii: "#") ? "a fragment, which is not taken" : "a character that no URL has")
        }
        return query
    }

    /// Characters of a path (`pchar`, RFC 3986, section 3.3) and what is allowed besides.
    private mutating func component(and isAlsoTaken: (UInt8) -> Bool) throws(HTTPURLError) -> String {
        let start = offset
        let text = take { $0.isPathCharacter || isAlsoTaken($0) }
        for (index, byte) in text.utf8.enumerated() where byte == UInt8(ascii: "%") {
            let digits = text.utf8.dropFirst(index + 1).prefix(2)
            guard digits.count == 2, digits.allSatisfy(\.isHexDigit) else {
                throw fault("'%' without two hexadecimal digits", at: start + index)
            }
        }
        return text
    }
}

/// The text form of IPv6 addresses (RFC 4291, section 2.2), without zone.
private enum IPv6Text {
    static func isValid(_ text: String) -> Bool {
        guard text.utf8.count <= 45 else { return false }
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard let first = halves.first, halves.count <= 2 else { return false }
        let last = halves[halves.count - 1]
        guard let tail = groups(last, mayEndInIPv4: true) else { return false }
        if halves.count == 1 { return tail == 8 }
        guard let head = groups(first, mayEndInIPv4: false) else { return false }
        return head + tail <= 7
    }

    /// The number of 16-bit groups; `nil` when one is not valid.
    private static func groups(_ text: Substring, mayEndInIPv4: Bool) -> Int? {
        if text.isEmpty { return 0 }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var count = 0
        for (index, part) in parts.enumerated() {
            if mayEndInIPv4, index == parts.count - 1, part.contains(".") {
                guard isIPv4(part) else { return nil }
                count += 2
            } else {
                guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(\.isHexDigit) else { return nil }
                count += 1
            }
        }
        return count
    }

    private static func isIPv4(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.utf8.count) && part.utf8.allSatisfy(\.isDigit) && UInt8(part) != nil
                    && (part.utf8.count == 1 || part.utf8.first != UInt8(ascii: "0"))
            }
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
    }

    fileprivate var isHexDigit: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
            || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(self)
    }

    /// `unreserved` (RFC 3986, section 2.3), which has the `_` of container names; no name needs the rest of `reg-name`.
    fileprivate var isHostCharacter: Bool { isLetter || isDigit || "-._~".utf8.contains(self) }

    fileprivate var isPathCharacter: Bool { isHostCharacter || "!$&'()*+,;=:@%".utf8.contains(self) }

    fileprivate var endsAuthority: Bool { "/?#".utf8.contains(self) }
}
