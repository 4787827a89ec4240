import TraceBytes

/// Bytes in the JSON of a kept run: a string where they are UTF-8, else an object with their digits, `{"hex":"ff00"}`.
enum KeptBytes {
    static func json(_ bytes: some Collection<UInt8>) -> JSONValue {
        if let text = String(validating: bytes, as: UTF8.self) { return .string(text) }
        return .object([.init("hex", .string(hexDigits(bytes)))])
    }

    /// nil when the value is neither.
    static func bytes(_ value: JSONValue) -> [UInt8]? {
        if let text = value.text { return Array(text.utf8) }
        guard let digits = value["hex"]?.text.map({ Array($0.utf8) }), digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for start in stride(from: 0, to: digits.count, by: 2) {
            guard let high = lowerHexValue(digits[start]), let low = lowerHexValue(digits[start + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}

/// Header fields in the JSON of a kept run, in order: `[["x-b3-sampled","1"],["cookie","[redacted, 12 bytes]"]]`.
enum KeptHeaders {
    static func json(_ headers: HeaderFields, _ redactor: inout SecretRedactor) -> JSONValue {
        .array(
            headers.map { field in
                let isSecret = SecretHeaders.isSecret(field.nameText)
                let value =
                    isSecret ? .string(redactor.replacement(of: field.value)) : KeptBytes.json(field.value)
                return .array([KeptBytes.json(field.name), value])
            })
    }

    static func headers(_ fields: KeptFields, _ key: String) throws(KeptFieldError) -> HeaderFields {
        var headers = HeaderFields()
        for element in try fields.elements(key) {
            guard let pair = element.elements, pair.count == 2, let name = KeptBytes.bytes(pair[0]),
                let value = KeptBytes.bytes(pair[1])
            else { throw fields.mistyped(key, "an array of pairs [name, value]") }
            headers.append(name: name, value: value)
        }
        return headers
    }
}

extension KeptFields {
    func bytes(_ key: String) throws(KeptFieldError) -> [UInt8] {
        guard let bytes = KeptBytes.bytes(try value(key)) else {
            throw mistyped(key, "a string or {\"hex\": an even number of lower-case digits}")
        }
        return bytes
    }
}
