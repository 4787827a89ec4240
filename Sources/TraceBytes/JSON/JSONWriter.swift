/// Writes one JSON text (RFC 8259) into bytes, member by member, in the order in which it is called.
///
/// Commas, colons and indentation are the writer's business; the nesting of the calls is the caller's:
///
/// ```
/// json.beginObject()
/// json.key("port")
/// json.write(9411)
/// json.endObject()          // {"port":9411}
/// ```
package struct JSONWriter {
    package private(set) var bytes: [UInt8] = []
    /// Spaces for each level; 0 writes everything on one line without spaces.
    private let indent: Int
    private var depth = 0
    private var isFirst = true
    private var isAfterKey = false

    /// A writer of compact text, or of text indented by so many spaces for each level.
    package init(indent: Int = 0) { self.indent = indent }

    package mutating func beginObject() { open(0x7b) }
    package mutating func endObject() { close(0x7d) }
    package mutating func beginArray() { open(0x5b) }
    package mutating func endArray() { close(0x5d) }

    /// Writes the key of the next value.
    package mutating func key(_ key: String) {
        separate()
        appendJSONString(key, to: &bytes)
        bytes.append(0x3a)
        if indent > 0 { bytes.append(0x20) }
        isAfterKey = true
    }

    package mutating func write(_ text: String) {
        separate()
        appendJSONString(text, to: &bytes)
    }

    package mutating func write(_ number: some BinaryInteger) {
        separate()
        bytes.append(contentsOf: String(number).utf8)
    }

    /// The shortest decimal that reads back as the same number: `0.1`, `1e+300`. JSON has no NaN and no infinities
    /// (RFC 8259 section 6); they become the strings that OTLP and the Zipkin mapping use, `"NaN"`, `"Infinity"`, `"-Infinity"`.
    package mutating func write(_ number: Double) {
        separate()
        bytes.append(contentsOf: jsonSpelling(of: number).utf8)
    }

    package mutating func write(_ flag: Bool) {
        separate()
        bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    }

    package mutating func writeNull() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    /// Writes a value that is JSON text already.
    package mutating func write(json: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
    }

    private mutating func separate() {
        if isAfterKey {
            isAfterKey = false
        } else if depth > 0 {
            if !isFirst { bytes.append(0x2c) }
            breakLine()
        }
        isFirst = false
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        depth += 1
        isFirst = true
    }

    private mutating func close(_ bracket: UInt8) {
        depth -= 1
        if !isFirst { breakLine() }
        bytes.append(bracket)
        isFirst = false
    }

    private mutating func breakLine() {
        guard indent > 0 else { return }
        bytes.append(0x0a)
        bytes.append(contentsOf: repeatElement(0x20, count: depth * indent))
    }
}

/// Adds a string in quotes. Escaped is what must be (RFC 8259 section 7): `"`, `\` and the characters below U+0020, with
/// the short forms where there are some; everything else is written as UTF-8.
package func appendJSONString(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(0x22)
    for byte in text.utf8 {
        switch byte {
        case 0x22, 0x5c: bytes.append(contentsOf: [0x5c, byte])
        case 0x08: bytes.append(contentsOf: [0x5c, 0x62])
        case 0x09: bytes.append(contentsOf: [0x5c, 0x74])
        case 0x0a: bytes.append(contentsOf: [0x5c, 0x6e])
        case 0x0c: bytes.append(contentsOf: [0x5c, 0x66])
        case 0x0d: bytes.append(contentsOf: [0x5c, 0x72])
        case 0..<0x20:
            bytes.append(contentsOf: "\\u00".utf8)
            bytes.append(hexDigit(byte >> 4))
            bytes.append(hexDigit(byte & 15))
        default: bytes.append(byte)
        }
    }
    bytes.append(0x22)
}

/// A number as JSON text; a string for what JSON has no number for.
package func jsonSpelling(of number: Double) -> String {
    if number.isNaN { return "\"NaN\"" }
    if number.isInfinite { return number < 0 ? "\"-Infinity\"" : "\"Infinity\"" }
    return number.description
}
