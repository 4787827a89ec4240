/// The address of an HTTP service, such as `http://app-b:5001/api?x=1` (RFC 9110, section 4.2; RFC 3986).
///
/// Kept as written: nothing is normalised, so that a request says what the configuration says. No user name, no
/// fragment, and only characters that the grammar allows, so that no text can smuggle a line into a request.
package struct HTTPURL: Hashable, Sendable, CustomStringConvertible {
    package enum Scheme: String, Hashable, Sendable {
        case http, https

        package var defaultPort: UInt16 { self == .http ? 80 : 443 }
    }

    package let scheme: Scheme
    /// A name or an address; an IPv6 address without its brackets.
    package let host: String
    package let isIPv6: Bool
    /// The port as written, 1 to 65535; absent when the scheme's own is meant.
    package let explicitPort: UInt16?
    /// As written: empty, or beginning with `/`.
    package let path: String
    /// What stands behind `?`; absent without one, which differs from an empty one.
    package let query: String?

    package var port: UInt16 { explicitPort ?? scheme.defaultPort }

    /// The value of a `Host` header: the host, in brackets if IPv6, and the port if it was written.
    package var authority: String {
        (isIPv6 ? "[\(host)]" : host) + (explicitPort.map { ":\($0)" } ?? "")
    }

    /// A host and a port as URLs spell them: `127.0.0.1:9411`, `[::1]:9411`. The host without brackets.
    package static func authority(host: String, port: UInt16) -> String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// What a request line asks for: `/` for an empty path, with the query.
    package var requestTarget: String {
        (path.isEmpty ? "/" : path) + (query.map { "?\($0)" } ?? "")
    }

    /// The host up to its first dot, by which containers name each other: `app-b` of `app-b.ns-b`.
    /// An address is one label.
    package var firstHostLabel: String {
        let isAddress = isIPv6 || host.utf8.allSatisfy { $0 == UInt8(ascii: ".") || $0.isDigit }
        return isAddress ? host : String(host.prefix { $0 != "." })
    }

    package var description: String {
        "\(scheme.rawValue)://\(authority)\(path)\(query.map { "?\($0)" } ?? "")"
    }
}

/// Why a text is not an `HTTPURL`.
package struct HTTPURLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Bytes of the text before the fault.
    package let offset: Int
    /// What is wrong, such as `a port outside 1 to 65535`.
    package let reason: String

    package init(offset: Int, reason: String) {
        self.offset = offset
        self.reason = reason
    }

    package var description: String { "\(reason) at byte \(offset)" }
}

extension UInt8 {
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}
