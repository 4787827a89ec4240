import TraceBytes
import TraceTestSupport

@testable import TraceTransport

/// What a parser made of a stream, with adjacent pieces of content joined, so that transcripts of differently cut
/// streams compare equal.
enum Seen<Head: Sendable & Equatable>: Equatable {
    case head(Head, raw: [UInt8], at: Int, HTTP1Framing, keepsAlive: Bool, expectsContinue: Bool)
    case body([UInt8])
    case end(HeaderFields, at: Int)
    case failed(HTTP1ParseError)
}

/// Both parsers, as far as a transcript needs them.
protocol HTTP1StreamParser {
    associatedtype Head: Sendable & Equatable
    var offset: Int { get }
    mutating func receive(_ bytes: some Collection<UInt8>)
    mutating func receiveEnd()
    mutating func next() throws(HTTP1ParseError) -> HTTP1Event<Head>?
}

extension HTTP1RequestParser: HTTP1StreamParser {}
extension HTTP1ResponseParser: HTTP1StreamParser {}

extension HTTP1StreamParser {
    /// Feeds the bytes in pieces of the lengths given (the last length repeats), then the end of the stream if asked.
    func transcript(of bytes: [UInt8], pieces: [Int], thenEnd: Bool = true) -> [Seen<Head>] {
        var parser = self
        var seen: [Seen<Head>] = []
        var position = 0
        var piece = 0
        do throws(HTTP1ParseError) {
            while position < bytes.count {
                let count = min(max(1, pieces[min(piece, pieces.count - 1)]), bytes.count - position)
                parser.receive(bytes[position..<position + count])
                position += count
                piece += 1
                try parser.drain(into: &seen)
            }
            if thenEnd {
                parser.receiveEnd()
                try parser.drain(into: &seen)
            }
        } catch {
            seen.append(.failed(error))
        }
        return seen
    }

    func transcript(of bytes: [UInt8]) -> [Seen<Head>] { transcript(of: bytes, pieces: [Int.max]) }
    func transcript(of text: String) -> [Seen<Head>] { transcript(of: Array(text.utf8)) }

    private mutating func drain(into seen: inout [Seen<Head>]) throws(HTTP1ParseError) {
        while let event = try next() {
            switch event {
            case .head(let head):
                seen.append(
                    .head(
                        head.head, raw: head.raw, at: head.offset, head.framing, keepsAlive: head.keepsAlive,
                        expectsContinue: head.expectsContinue))
            case .body(let more):
                if case .body(let bytes)? = seen.last {
                    seen[seen.count - 1] = .body(bytes + more)
                } else {
                    seen.append(.body(Array(more)))
                }
            case .end(let trailers): seen.append(.end(trailers, at: offset))
            }
        }
    }
}

extension [Seen<HTTPRequestHead>] {
    /// Method and target of each request that ended.
    var requestLines: [String] {
        compactMap { if case .head(let head, _, _, _, _, _) = $0 { "\(head.method) \(head.target)" } else { nil } }
    }
}

extension Array {
    /// The content of each message that ended, as text.
    func bodies<Head>() -> [String] where Element == Seen<Head> {
        var bodies: [String] = []
        var body = ""
        for seen in self {
            switch seen {
            case .body(let bytes): body = String(decoding: bytes, as: UTF8.self)
            case .end:
                bodies.append(body)
                body = ""
            default: break
            }
        }
        return bodies
    }

    func failure<Head>() -> HTTP1ParseError? where Element == Seen<Head> {
        if case .failed(let error)? = last { error } else { nil }
    }
}
