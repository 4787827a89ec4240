/// The parts of a URL as it is written (RFC 3986 section 3.2), as far as rules ask for them; nothing is decoded.
struct WrittenURL: Sendable {
    /// `user:password` in front of the host; nil without.
    let userInfo: Substring?
    /// nil when none is written.
    let port: Substring?
    /// Behind the question mark and in front of the fragment; nil without.
    let query: Substring?

    /// nil without a scheme and an authority.
    init?(_ text: String) {
        let bytes = text.utf8
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
            return nil
        }
        let rest = bytes[colon...].dropFirst(3)
        let authority = rest.prefix {
            $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
        }
        var host = authority
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
            userInfo = Substring(authority[..<at])
            host = authority[at...].dropFirst()
        } else {
            userInfo = nil
        }
        // An address of IPv6 has colons of its own, in brackets.
        if let bracket = host.lastIndex(of: UInt8(ascii: "]")) { host = host[bracket...].dropFirst() }
        let port = host.lastIndex(of: UInt8(ascii: ":")).map { host[$0...].dropFirst() }
        self.port = port.flatMap { $0.isEmpty ? nil : Substring($0) }
        query = rest.firstIndex(of: UInt8(ascii: "?")).map { mark in
            Substring(rest[mark...].dropFirst().prefix { $0 != UInt8(ascii: "#") })
        }
    }
}
