import TraceModel
import TraceRules

// MARK: Semantic conventions, Naming

extension Rule<JudgedSpan> {
    static let keyNaming = Rule(
        "content/attribute/key-naming", "SEM-020", .warning,
        "Keys of attributes are in lower case, with dots between namespaces, and without white space.",
        why: "Query languages need quotation marks for such keys, and keys that differ in case alone are two.",
        owner: .application, spec: "Semantic conventions, Naming",
        good: #"{"key":"user.name","value":{"stringValue":"ada"}}"#,
        bad: #"{"key":"User Name","value":{"stringValue":"ada"}}"#
    ) { judged, check in
        // Tags of Zipkin and Jaeger have no such convention.
        guard judged.dataModel == .otlp else { return }
        for attribute in judged.span.attributes where !attribute.key.isEmpty {
            check.expect(
                KeyNaming.isRight(attribute.key),
                else: judged.violation(
                    at: judged.path(of: attribute.key),
                    expected: "the key \(KeyNaming.suggestion(attribute.key).quoted)",
                    actual: attribute.key.quoted))
        }
    }
}

private enum KeyNaming {
    static func isRight(_ key: String) -> Bool {
        var last = UInt8(ascii: ".")
        for byte in key.utf8 {
            if byte <= 0x20 || (0x41...0x5a).contains(byte) { return false }
            if byte == UInt8(ascii: "."), last == byte { return false }
            last = byte
        }
        return last != UInt8(ascii: ".")
    }

    /// `user.name` for `User Name`, `user_id` for `userId`.
    static func suggestion(_ key: String) -> String {
        var said = ""
        var isBehindLower = false
        for character in key {
            if character.isWhitespace {
                said.append(".")
            } else if character.isUppercase {
                if isBehindLower { said.append("_") }
                said += character.lowercased()
            } else {
                said.append(character)
            }
            isBehindLower = character.isLowercase
        }
        return said.split(separator: ".").joined(separator: ".")
    }
}
