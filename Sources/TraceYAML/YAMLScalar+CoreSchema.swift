/// What a scalar is by the core schema (YAML 1.2.2, section 10.3.2). Quoted and block scalars are strings whatever
/// they contain. `yes`, `no`, `on` and `off` are strings; `010` is the integer 10, octal is `0o10`.
package enum YAMLKind: String, Hashable, Sendable {
    case null, boolean, integer, float, string
}

extension YAMLScalar {
    package var kind: YAMLKind {
        guard style == .plain else { return .string }
        switch value {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE", "false", "False", "FALSE": return .boolean
        default: break
        }
        if integerDigits != nil { return .integer }
        return isFloat ? .float : .string
    }

    package var isNull: Bool { kind == .null }

    /// The truth value; `nil` for everything but `true` and `false` in the three spellings of the schema.
    package var boolean: Bool? {
        kind == .boolean ? value.lowercased() == "true" : nil
    }

    /// The integer; `nil` when it is none, and when it does not fit into 64 bits although `kind` is `.integer`.
    package var integer: Int? {
        guard style == .plain, let (digits, radix) = integerDigits else { return nil }
        return Int(digits, radix: radix)
    }

    /// The number, of an integer too; `nil` when it is none. Beyond the range of `Double` it is infinite.
    package var number: Double? {
        switch kind {
        case .integer:
            if let integer { return Double(integer) }
            guard let (digits, radix) = integerDigits else { return nil }
            return radix == 10 ? Double(digits) : .infinity
        case .float:
            switch value.lowercased().drop(while: { $0 == "+" || $0 == "-" }) {
            case ".inf": return value.utf8.first == UInt8(ascii: "-") ? -.infinity : .infinity
            case ".nan": return .nan
            default: return Double(value)
            }
        default: return nil
        }
    }

    /// Sign and digits with their base: `[-+]?[0-9]+`, `0o[0-7]+`, `0x[0-9a-fA-F]+`.
    private var integerDigits: (Substring, Int)? {
        let text = Substring(value)
        if text.hasPrefix("0o") { return Self.digits(text.dropFirst(2), radix: 8) }
        if text.hasPrefix("0x") { return Self.digits(text.dropFirst(2), radix: 16) }
        let hasSign = text.utf8.first == UInt8(ascii: "+") || text.utf8.first == UInt8(ascii: "-")
        return Self.digits(hasSign ? text.dropFirst() : text, radix: 10).map { _ in (text, 10) }
    }

    private static func digits(_ text: Substring, radix: UInt8) -> (Substring, Int)? {
        let isNumber = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") < radix
            case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): radix == 16
            default: false
            }
        }
        return isNumber && !text.isEmpty ? (text, Int(radix)) : nil
    }

    /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, or infinity, or not a number.
    private var isFloat: Bool {
        var rest = Substring(value).utf8[...]
        func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        func isSign(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") }

        if value == ".nan" || value == ".NaN" || value == ".NAN" { return true }
        if isSign(rest.first) { rest = rest.dropFirst() }
        if ["inf", "Inf", "INF"].contains(where: { rest.elementsEqual(".\($0)".utf8) }) { return true }
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let fraction = rest.prefix(while: isDigit)
            guard !whole.isEmpty || !fraction.isEmpty else { return false }
            rest = rest.dropFirst(fraction.count)
        } else if whole.isEmpty {
            return false
        }
        guard let letter = rest.first else { return true }
        guard letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E") else { return false }
        rest = rest.dropFirst()
        if isSign(rest.first) { rest = rest.dropFirst() }
        return !rest.isEmpty && rest.allSatisfy(isDigit)
    }
}
