import TraceBytes

/// Reads the members of one JSON object of a kept run; what is missing, of another kind or out of range is named.
///
/// Numbers have bounds, so that a damaged file cannot make later arithmetic overflow.
struct KeptFields {
    private let value: JSONValue
    /// Where the object stands: `hops[2].`; empty at the top.
    private let path: String

    init(_ value: JSONValue, path: String = "") throws(KeptFieldError) {
        guard value.members != nil else {
            throw KeptFieldError("\(path.isEmpty ? "the line" : path) is not a JSON object")
        }
        self.value = value
        self.path = path.isEmpty ? "" : path + "."
    }

    /// nil when the member is absent or null.
    func optional(_ key: String) -> JSONValue? {
        guard let member = value[key], member != .null else { return nil }
        return member
    }

    func value(_ key: String) throws(KeptFieldError) -> JSONValue {
        guard let member = optional(key) else { throw KeptFieldError("no member '\(path)\(key)'") }
        return member
    }

    func text(_ key: String) throws(KeptFieldError) -> String {
        guard let text = try value(key).text else { throw mistyped(key, "a string") }
        return text
    }

    func optionalText(_ key: String) throws(KeptFieldError) -> String? {
        optional(key) == nil ? nil : try text(key)
    }

    func boolean(_ key: String) throws(KeptFieldError) -> Bool {
        guard let flag = try value(key).boolean else { throw mistyped(key, "true or false") }
        return flag
    }

    func integer(_ key: String, in range: ClosedRange<Int64>) throws(KeptFieldError) -> Int64 {
        guard let number = try value(key).integer, range.contains(number) else {
            throw mistyped(key, "an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A count, an index or a size; at most 2^40.
    func count(_ key: String, upTo most: Int = 1 << 40) throws(KeptFieldError) -> Int {
        Int(try integer(key, in: 0...Int64(most)))
    }

    /// An index of something that there is so much of.
    func index(_ key: String, below count: Int) throws(KeptFieldError) -> Int {
        guard let number = try value(key).integer, number >= 0, number < count else {
            throw mistyped(key, "one of the \(count) hops, counted from 0")
        }
        return Int(number)
    }

    func double(_ key: String, in range: ClosedRange<Double>) throws(KeptFieldError) -> Double {
        guard let number = try value(key).double, range.contains(number) else {
            throw mistyped(key, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func fields(_ key: String) throws(KeptFieldError) -> KeptFields {
        try KeptFields(try value(key), path: path + key)
    }

    func elements(_ key: String) throws(KeptFieldError) -> [JSONValue] {
        guard let elements = try value(key).elements else { throw mistyped(key, "an array") }
        return elements
    }

    func texts(_ key: String) throws(KeptFieldError) -> [String] {
        var texts: [String] = []
        for element in try elements(key) {
            guard let text = element.text else { throw mistyped(key, "an array of strings") }
            texts.append(text)
        }
        return texts
    }

    /// The objects of an array, each knowing its place.
    func objects(_ key: String) throws(KeptFieldError) -> [KeptFields] {
        var objects: [KeptFields] = []
        for (index, element) in try elements(key).enumerated() {
            objects.append(try KeptFields(element, path: "\(path)\(key)[\(index)]"))
        }
        return objects
    }

    func mistyped(_ key: String, _ expected: String) -> KeptFieldError {
        KeptFieldError("'\(path)\(key)' is not \(expected)")
    }
}

/// What is wrong with an object of a kept run, before it is known in which file and line it stands.
struct KeptFieldError: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
