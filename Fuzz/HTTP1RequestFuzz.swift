import TraceTransport

/// The request parser under libFuzzer: no input traps, and cuts change nothing.
///
/// The first byte of an input says how long the pieces are in which the rest is fed; the events must be those of
/// feeding it whole.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHTTP1Request(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let first = UnsafeBufferPointer(start: start, count: count).first else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: start, count: count).dropFirst())
    let whole = Outcome(of: bytes, pieceLength: max(bytes.count, 1))
    guard whole == Outcome(of: bytes, pieceLength: Int(first) + 1) else {
        fatalError("cuts of \(Int(first) + 1) bytes change what is read")
    }
    return 0
}

/// What a stream was read as, with adjacent pieces of content joined.
private struct Outcome: Equatable {
    var heads: [[UInt8]] = []
    var framings: [HTTP1Framing] = []
    var content: [UInt8] = []
    var ends: [Int] = []
    var failure: HTTP1ParseError?

    init(of bytes: [UInt8], pieceLength: Int) {
        var parser = HTTP1RequestParser()
        var position = 0
        do throws(HTTP1ParseError) {
            while position < bytes.count {
                let end = min(position + pieceLength, bytes.count)
                parser.receive(bytes[position..<end])
                position = end
                try drain(&parser)
            }
            parser.receiveEnd()
            try drain(&parser)
        } catch {
            failure = error
        }
    }

    private mutating func drain(_ parser: inout HTTP1RequestParser) throws(HTTP1ParseError) {
        while let event = try parser.next() {
            switch event {
            case .head(let head):
                heads.append(head.raw)
                framings.append(head.framing)
            case .body(let more): content += more
            case .end: ends.append(parser.offset)
            }
        }
    }
}
