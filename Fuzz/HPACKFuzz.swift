import TraceBytes
import TraceTransport

/// The decoder of header blocks under libFuzzer: no input traps, no list exceeds its limit, and what is read is written
/// again.
///
/// An input is a connection: blocks, each behind an octet that is its length. A length of 255 stands for a smaller
/// limit of the table, which the octet behind it says in units of 16.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHPACK(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let limit = 2000
    var decoder = HPACKDecoder(maxListBytes: limit)
    var encoder = HPACKEncoder()
    var second = HPACKDecoder()
    var position = 0
    while position < bytes.count {
        let length = Int(bytes[position])
        position += 1
        if length == 255 {
            guard position < bytes.count else { return 0 }
            let size = 16 * Int(bytes[position])
            position += 1
            decoder.setMaxTableSize(size)
            encoder.setPeerTableSize(size)
            second.setMaxTableSize(size)
            continue
        }
        let end = min(position + length, bytes.count)
        var fields = HeaderFields()
        let decoding = try? decoder.decode(bytes.span.extracting(position..<end).bytes, into: &fields)
        position = end
        let size = fields.reduce(0) { $0 + $1.name.count + $1.value.count + 32 }
        guard size <= limit else { fatalError("\(size) octets were kept") }
        guard let decoding else { return 0 }
        if case .listTooLarge(let all) = decoding, all <= limit { fatalError("\(all) octets are not too many") }
        expectSame(fields, &encoder, &second)
    }
    return 0
}

/// What was read is written, but for capital letters in names, and read again.
private func expectSame(_ fields: HeaderFields, _ encoder: inout HPACKEncoder, _ decoder: inout HPACKDecoder) {
    var lowered = HeaderFields()
    for field in fields { lowered.append(name: field.name.map { asciiLowercased($0) }, value: field.value) }
    var block: [UInt8] = []
    encoder.encode(fields, into: &block)
    var again = HeaderFields()
    let decoding = try? decoder.decode(block.span.bytes, into: &again)
    guard decoding == .complete, again == lowered else { fatalError("not the same: \(block)") }
}
