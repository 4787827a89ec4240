import TraceBytes

/// The writer of deflate and gzip under libFuzzer: no content traps it, and every content comes back.
///
/// The first byte of an input says how often the rest is repeated, so that windows and blocks are filled.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDeflate(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let first = UnsafeBufferPointer(start: start, count: count).first else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: start, count: count).dropFirst())
    let content = Array(repeatElement(bytes, count: 1 + Int(first) / 8).joined())
    let file = Gzip.compress(content.span.bytes)
    // Eighteen bytes of gzip, and six for each block of 16 KiB that has no order.
    guard file.count <= content.count + 18 + 6 * (content.count / 16_384 + 1) else {
        fatalError("\(content.count) bytes became \(file.count)")
    }
    // Deflate itself makes at most 1,032 bytes of one.
    let back = try? Gzip.decompress(file.span.bytes, limits: DecodingLimits(inflation: 1_100))
    guard back == content else { fatalError("\(content.count) bytes did not come back") }
    return 0
}
