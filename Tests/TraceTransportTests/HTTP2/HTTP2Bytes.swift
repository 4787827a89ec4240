/// Frames from their parts, as RFC 9113 sections 4.1 and 6 lay them out. Written by hand: what the package itself would
/// write is never what it is judged by.
enum HTTP2Bytes {
    /// Section 3.4.
    static let preface = hex("505249202a20485454502f322e300d0a0d0a534d0d0a0d0a")

    // Header blocks (WIRE order of RFC 7541 appendix A: 2 is GET, 3 POST, 4 `/`, 6 http, 8 status 200).

    /// `:method GET`, `:scheme http`, `:path /`, `:authority localhost`.
    static let get = hex("82 86 84 01 09 6c6f63616c686f7374")
    static let post = hex("83 86 84 01 09 6c6f63616c686f7374")
    /// `:status 200`.
    static let ok = hex("88")

    static let endStream: UInt8 = 0x1
    static let acknowledgement: UInt8 = 0x1
    static let endHeaders: UInt8 = 0x4
    static let padded: UInt8 = 0x8
    static let withPriority: UInt8 = 0x20

    static func frame(_ type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8] = []) -> [UInt8] {
        header(type, flags: flags, stream: stream, length: payload.count) + payload
    }

    /// The nine octets in front of a payload, which may say anything of its length.
    static func header(_ type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, length: Int) -> [UInt8] {
        [UInt8(length >> 16), UInt8(length >> 8 & 0xff), UInt8(length & 0xff), type, flags] + number(stream)
    }

    static func data(_ stream: UInt32, _ content: [UInt8] = [], end: Bool = false) -> [UInt8] {
        frame(0, flags: end ? endStream : 0, stream: stream, content)
    }

    /// DATA with padding (section 6.1): its length, the content, so many zeros.
    static func data(_ stream: UInt32, _ content: [UInt8], padding: UInt8, end: Bool = false) -> [UInt8] {
        frame(
            0, flags: padded | (end ? endStream : 0), stream: stream,
            [padding] + content + Array(repeating: 0, count: Int(padding)))
    }

    static func headers(_ stream: UInt32, _ block: [UInt8], end: Bool = true, whole: Bool = true) -> [UInt8] {
        frame(1, flags: (end ? endStream : 0) | (whole ? endHeaders : 0), stream: stream, block)
    }

    static func continuation(_ stream: UInt32, _ block: [UInt8], whole: Bool = true) -> [UInt8] {
        frame(9, flags: whole ? endHeaders : 0, stream: stream, block)
    }

    static func priority(_ stream: UInt32, on other: UInt32, weight: UInt8 = 15) -> [UInt8] {
        frame(2, stream: stream, number(other) + [weight])
    }

    static func reset(_ stream: UInt32, _ code: UInt32) -> [UInt8] { frame(3, stream: stream, number(code)) }

    static func settings(_ entries: [(UInt16, UInt32)] = []) -> [UInt8] {
        frame(4, entries.flatMap { [UInt8($0.0 >> 8), UInt8($0.0 & 0xff)] + number($0.1) })
    }

    static let settingsAck = frame(4, flags: acknowledgement)

    static func ping(_ octets: [UInt8] = Array("judgment".utf8), ack: Bool = false) -> [UInt8] {
        frame(6, flags: ack ? acknowledgement : 0, octets)
    }

    static func goAway(_ last: UInt32, _ code: UInt32, debug: [UInt8] = []) -> [UInt8] {
        frame(7, number(last) + number(code) + debug)
    }

    static func windowUpdate(_ stream: UInt32, _ increment: UInt32) -> [UInt8] {
        frame(8, stream: stream, number(increment))
    }

    /// A field as RFC 7541 section 6.2.2 writes it with a new name, neither indexed nor Huffman-coded.
    static func literal(_ name: String, _ value: String) -> [UInt8] {
        [0] + string(Array(name.utf8)) + string(Array(value.utf8))
    }

    static func literal(_ name: String, _ value: [UInt8]) -> [UInt8] {
        [0] + string(Array(name.utf8)) + string(value)
    }

    /// Section 5.2: the length with a prefix of seven bits, and the octets.
    private static func string(_ octets: [UInt8]) -> [UInt8] {
        guard octets.count >= 0x7f else { return [UInt8(octets.count)] + octets }
        var length: [UInt8] = [0x7f]
        var rest = octets.count - 0x7f
        while rest >= 0x80 {
            length.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        return length + [UInt8(rest)] + octets
    }

    static func number(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(number >> $0 & 0xff) }
    }

    /// The octets that hexadecimal digits spell; spaces are for the eye.
    static func hex(_ text: String) -> [UInt8] {
        let nibbles = text.compactMap(\.hexDigitValue)
        return stride(from: 0, to: nibbles.count - 1, by: 2).map { UInt8(nibbles[$0] << 4 | nibbles[$0 + 1]) }
    }
}
