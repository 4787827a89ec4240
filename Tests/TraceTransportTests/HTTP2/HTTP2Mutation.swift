import TraceTestSupport

@testable import TraceTransport

private typealias Wire = HTTP2Bytes

/// Connections that were changed frame by frame and octet by octet; at most 64 frames.
struct HTTP2Mutation {
    /// Whole connections, cut into their frames; the preface is a piece of its own.
    let seeds: [[[UInt8]]]

    /// From the client's side: captured connections of up to 2.5 KB and written ones.
    static func ofClients() throws -> HTTP2Mutation {
        let captured = try HTTP2Capture.all.map { try Fixtures.bytes($0 + ".c2s") }.filter { $0.count < 2500 }
        return HTTP2Mutation(seeds: captured.map { [Wire.preface] + frames(of: $0.dropFirst(24)) } + written)
    }

    /// From the server's side.
    static func ofServers() throws -> HTTP2Mutation {
        let captured = try HTTP2Capture.all.map { try Fixtures.bytes($0 + ".s2c") }
        return HTTP2Mutation(seeds: captured.map { frames(of: $0[...]) } + [answers])
    }

    /// Three requests one inside the other, with all that frames can have.
    private static let written: [[[UInt8]]] = [
        [
            Wire.preface, Wire.settings([(1, 0), (4, 10), (5, 16_384)]), Wire.windowUpdate(0, 100), Wire.settingsAck,
            Wire.frame(1, flags: 0x2c, stream: 1, [2] + Wire.number(0x8000_0000) + [9] + Wire.post + [0, 0]),
            Wire.headers(3, Array(Wire.post[..<4]), end: false, whole: false),
            Wire.continuation(3, Array(Wire.post[4...])),
            Wire.data(3, [1, 2, 3], padding: 4), Wire.data(1, Array(repeating: 7, count: 40)), Wire.priority(7, on: 5),
            Wire.headers(5, Wire.get + Wire.hex("40 01 61 01 62") + Wire.literal("te", "trailers")), Wire.ping(),
            Wire.data(1, [], end: true), Wire.headers(3, Wire.literal("content-length", "3") + [0xbe]),
            Wire.windowUpdate(5, 1000), Wire.reset(5, 8), Wire.settings([(4, 0), (4, 90_000)]), Wire.goAway(0, 0),
        ],
        [Wire.preface, Wire.settings()]
            + (0..<12).flatMap {
                [Wire.headers(2 * $0 + 1, Wire.get, end: $0 % 3 > 0), Wire.data(2 * $0 + 1, [1], end: true)]
            },
    ]

    private static let answers: [[UInt8]] = [
        Wire.settings([(3, 100), (4, 20)]), Wire.settingsAck,
        Wire.headers(1, Wire.literal(":status", "103"), end: false),
        Wire.headers(1, Wire.ok + Wire.literal("content-length", "4"), end: false), Wire.headers(3, Wire.hex("89")),
        Wire.data(1, [1, 2, 3, 4], padding: 2, end: true), Wire.windowUpdate(0, 1 << 20), Wire.windowUpdate(5, 50),
        Wire.headers(5, Wire.ok, end: false), Wire.data(5, [1]), Wire.headers(5, Wire.literal("grpc-status", "0")),
        Wire.ping(ack: true), Wire.reset(5, 0), Wire.goAway(5, 0),
    ]

    private static func frames(of octets: ArraySlice<UInt8>) -> [[UInt8]] {
        var frames: [[UInt8]] = []
        var rest = octets
        while rest.count >= 9 {
            let head = rest.prefix(3).map(Int.init)
            let count = 9 + (head[0] << 16 | head[1] << 8 | head[2])
            frames.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return frames
    }

    /// One to six changes of one of the connections.
    func input(using random: inout SeededGenerator) -> [UInt8] {
        var frames = seeds[Int.random(in: 0..<seeds.count, using: &random)]
        for _ in 0..<Int.random(in: 1...6, using: &random) where !frames.isEmpty {
            let place = Int.random(in: 0..<frames.count, using: &random)
            let other = Int.random(in: 0...frames.count, using: &random)
            switch Int.random(in: 0..<12, using: &random) {
            case 0: frames.remove(at: place)
            case 1: frames.insert(frames[place], at: other)
            case 2: frames.swapAt(place, min(other, frames.count - 1))
            case 3: frames.insert(strange(using: &random), at: other)
            case 4: frames += seeds[Int.random(in: 0..<seeds.count, using: &random)].dropFirst()
            default: change(&frames[place], using: &random)
            }
        }
        var octets: [UInt8] = []
        for frame in frames.prefix(64) { octets.append(contentsOf: frame) }
        return octets
    }

    /// A frame of any type, on a stream that there may be.
    private func strange(using random: inout SeededGenerator) -> [UInt8] {
        let lengths = [0, 1, 4, 5, 6, 8, 9, 40]
        let payload = (0..<lengths[Int.random(in: 0..<lengths.count, using: &random)]).map { _ in
            UInt8.random(in: 0...255, using: &random) & UInt8.random(in: 0...255, using: &random)
        }
        return Wire.frame(
            UInt8.random(in: 0...11, using: &random), flags: UInt8.random(in: 0...255, using: &random),
            stream: UInt32.random(in: 0...9, using: &random), payload)
    }

    /// One octet, one bit, or the length of a frame; its header more often than what is in it.
    private func change(_ frame: inout [UInt8], using random: inout SeededGenerator) {
        let reach = Bool.random(using: &random) ? min(9, frame.count) : frame.count
        guard reach > 0 else { return }
        let place = Int.random(in: 0..<reach, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: frame[place] = UInt8.random(in: 0...255, using: &random)
        case 1: frame[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
        case 2: frame[place] = [0, 1, 0x7f, 0x80, 0xff][Int.random(in: 0..<5, using: &random)]
        case 3: frame.removeSubrange(place...)
        default: frame.insert(UInt8.random(in: 0...255, using: &random), at: place)
        }
        // Mostly the length is put right, so that what follows is read as frames.
        guard frame.count >= 9, frame.count < 1 << 16, place >= 9, Int.random(in: 0..<8, using: &random) > 0 else {
            return
        }
        frame[..<3] = [0, UInt8((frame.count - 9) >> 8), UInt8((frame.count - 9) & 0xff)]
    }
}
