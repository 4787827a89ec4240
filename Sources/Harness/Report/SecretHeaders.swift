import TraceBytes

/// Which header fields carry secrets, and what is written in the place of their values.
///
/// Secret are `authorization`, `proxy-authorization`, `cookie`, `set-cookie` and `jwt`, and every field whose name contains
/// `api-key`, `apikey`, `token`, `secret`, `password`, `passwd`, `credential`, `session` or `key`, in any case. What is a
/// secret too often costs a reader one value; what is one too seldom costs a password.
package enum SecretHeaders {
    private static let names: Set<String> = ["authorization", "proxy-authorization", "cookie", "set-cookie", "jwt"]
    private static let parts = ["token", "secret", "password", "passwd", "credential", "session", "key"]

    package static func isSecret(_ name: String) -> Bool {
        let lowered = name.lowercased()
        return names.contains(lowered) || parts.contains { lowered.contains($0) }
    }

    /// What stands for a value: `[redacted, 12 bytes]`.
    package static func replacement(of value: some Collection<UInt8>) -> String { "[redacted, \(value.count) bytes]" }

    /// The value as it may be shown: itself, or what stands for it.
    static func shownValue(of field: HeaderField) -> String {
        isSecret(field.nameText) ? replacement(of: field.value) : field.valueText
    }
}

/// Redacts the headers of one run so that equal values stay equal and different ones different: a claim that compares a
/// secret header across edges judges the kept run as it judged the real one.
struct SecretRedactor {
    private var numbers: [ArraySlice<UInt8>: Int] = [:]
    private var countsByLength: [Int: Int] = [:]

    /// `[redacted, 12 bytes]`, and for the second value of 12 bytes `[redacted, 12 bytes, value 2]`. What is redacted
    /// already stays as it is.
    mutating func replacement(of value: ArraySlice<UInt8>) -> String {
        let text = String(decoding: value, as: UTF8.self)
        if text.hasPrefix("[redacted, "), text.hasSuffix("]") { return text }
        let number = number(of: value)
        let plain = SecretHeaders.replacement(of: value)
        return number == 1 ? plain : "\(plain.dropLast()), value \(number)]"
    }

    /// The fields with what stands for secrets.
    mutating func redacted(_ headers: HeaderFields) -> HeaderFields {
        var redacted = HeaderFields()
        for field in headers {
            redacted.append(
                field.nameText,
                SecretHeaders.isSecret(field.nameText) ? replacement(of: field.value) : field.valueText)
        }
        return redacted
    }

    private mutating func number(of value: ArraySlice<UInt8>) -> Int {
        if let number = numbers[value] { return number }
        let number = countsByLength[value.count, default: 0] + 1
        countsByLength[value.count] = number
        numbers[value] = number
        return number
    }
}
