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
package struct JSONWriter: ~Copyable {
    private var text: JSONTextBuffer
    /// Spaces for each level; 0 writes everything on one line without spaces.
    private let indent: Int
    private var depth = 0
    private var isFirst = true
    private var isAfterKey = false

    /// A writer of compact text, or of text indented by so many spaces for each level.
    ///
    /// - Parameter capacity: bytes that may be written before the text has to move.
    package init(indent: Int = 0, capacity: Int = 256) {
        self.indent = indent
        text = JSONTextBuffer(capacity: capacity)
    }

    /// A copy of what was written so far.
    package var bytes: [UInt8] { text.bytes }

    package mutating func beginObject() { open(0x7b) }
    package mutating func endObject() { close(0x7d) }
    package mutating func beginArray() { open(0x5b) }
    package mutating func endArray() { close(0x5d) }

    /// Writes the key of the next value.
    package mutating func key(_ key: String) {
        separate()
        text.append(quoted: key)
        endKey()
    }

    /// Writes the key of the next value: a name that needs no escapes.
    package mutating func key(known key: StaticString) {
        separate()
        text.append(quotedAsItIs: key)
        endKey()
    }

    package mutating func write(_ string: String) {
        separate()
        text.append(quoted: string)
    }

    package mutating func write(_ number: some BinaryInteger) {
        separate()
        if let small = Int64(exactly: number) {
            text.append(decimal: small)
        } else {
            text.append(contentsOf: String(number).utf8)
        }
    }

    /// The shortest decimal that reads back as the same number: `0.1`, `1e+300`. JSON has no NaN and no infinities
    /// (RFC 8259 section 6); they become the strings that OTLP and the Zipkin mapping use, `"NaN"`, `"Infinity"`, `"-Infinity"`.
    package mutating func write(_ number: Double) {
        separate()
        text.append(contentsOf: jsonSpelling(of: number).utf8)
    }

    package mutating func write(_ flag: Bool) {
        separate()
        text.append(contentsOf: (flag ? "true" : "false").utf8)
    }

    package mutating func writeNull() {
        separate()
        text.append(contentsOf: "null".utf8)
    }

    /// Writes a string of 16 lower-case hexadecimal digits: `"000000000000001f"`.
    package mutating func write(hex number: UInt64) {
        separate()
        text.append(0x22)
        text.append(hex: number)
        text.append(0x22)
    }

    /// Writes a string of 32 lower-case hexadecimal digits, the high half first.
    package mutating func write(hex high: UInt64, _ low: UInt64) {
        separate()
        text.append(0x22)
        text.append(hex: high)
        text.append(hex: low)
        text.append(0x22)
    }

    /// Writes a value that is JSON text already.
    package mutating func write(json: some Collection<UInt8>) {
        separate()
        text.append(contentsOf: json)
    }

    /// Where the text ends so far.
    package var position: Int { text.count }

    /// Writes members again that stand in the text already, where as many others stand before them as before the first
    /// time: at least one in both places, so that both begin with a comma.
    package mutating func repeatMembers(at range: Range<Int>) {
        text.append(again: range)
    }

    private mutating func endKey() {
        text.append(0x3a)
        if indent > 0 { text.append(0x20) }
        isAfterKey = true
    }

    @inline(__always)
    private mutating func separate() {
        if isAfterKey {
            isAfterKey = false
        } else if depth > 0 {
            if !isFirst { text.append(0x2c) }
            if indent > 0 { breakLine() }
        }
        isFirst = false
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        text.append(bracket)
        depth += 1
        isFirst = true
    }

    private mutating func close(_ bracket: UInt8) {
        depth -= 1
        if !isFirst, indent > 0 { breakLine() }
        text.append(bracket)
        isFirst = false
    }

    @inline(never)
    private mutating func breakLine() {
        text.append(0x0a)
        text.append(contentsOf: repeatElement(0x20, count: depth * indent))
    }
}

/// Adds a string in quotes, with the escapes that RFC 8259 section 7 demands.
package func appendJSONString(_ string: String, to bytes: inout [UInt8]) {
    var text = JSONTextBuffer(capacity: string.utf8.count + 2)
    text.append(quoted: string)
    bytes.append(contentsOf: text.bytes)
}

/// A number as JSON text; a string for what JSON has no number for.
package func jsonSpelling(of number: Double) -> String {
    if number.isNaN { return "\"NaN\"" }
    if number.isInfinite { return number < 0 ? "\"-Infinity\"" : "\"Infinity\"" }
    return number.description
}
