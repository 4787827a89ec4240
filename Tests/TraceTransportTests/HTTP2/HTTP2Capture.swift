import Foundation
import TraceTestSupport

@testable import TraceTransport

/// One captured connection, and what independent readers found in it.
struct HTTP2Capture: CustomStringConvertible, Sendable {
    let name: String
    let content: Content

    var description: String { name }

    /// The name of the folder that the capture is of, without its ending.
    static let all: [String] =
        (try? Fixtures.files(in: "http2/captured", withExtension: "c2s"))?
        .map { String($0.dropLast(4)) } ?? []

    init(_ path: String) throws {
        name = path
        content = try JSONDecoder().decode(Content.self, from: Data(Fixtures.bytes(path + ".json")))
    }

    func octets(_ side: String) throws -> [UInt8] { try Fixtures.bytes("\(name).\(side)") }

    struct Content: Decodable, Sendable {
        let segments: [Segment]
        let c2s: Direction
        let s2c: Direction
    }

    /// So many octets one way: `>` from the client.
    struct Segment: Decodable, Sendable {
        let direction: String
        let count: Int

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            direction = try list.decode(String.self)
            count = try list.decode(Int.self)
        }
    }

    struct Direction: Decodable, Sendable {
        let streams: [String: Stream]
        let frames: [Frame]

        func count(_ type: String, isAck: Bool) -> Int {
            frames.filter { $0.type == type && $0.flags.contains("ACK") == isAck }.count
        }
    }

    struct Stream: Decodable, Sendable {
        let headers: [[[String]]]
        let data: Int
        let grpcMessages: [Message]
    }

    struct Message: Decodable, Sendable, Equatable {
        let compressed: Int
        let length: Int
        let sha256: String
    }

    struct Frame: Decodable, Sendable {
        let type: String
        let stream: UInt32
        let flags: [String]
        let settings: [String: UInt32]?
        let increment: UInt32?
    }
}

extension HTTP2Capture.Direction {
    /// What this side told the other one that it takes: its first SETTINGS, and all the windows that it opened later, since a
    /// replay asks for none.
    var limits: HTTP2Limits {
        var limits = HTTP2Limits()
        let settings = frames.first?.settings ?? [:]
        let defaults = HTTP2Settings()
        let opened = { (stream: (UInt32) -> Bool) in
            frames.filter { $0.type == "WINDOWUPDATE" && stream($0.stream) }.reduce(0) { $0 + ($1.increment ?? 0) }
        }
        limits.streamWindow = (settings["4"] ?? defaults.initialWindowSize) + opened { $0 > 0 }
        limits.connectionWindow = defaults.initialWindowSize + opened { $0 == 0 }
        limits.frameBytes = settings["5"] ?? defaults.maxFrameSize
        if let list = settings["6"] { limits.headerListBytes = Int(list) }
        return limits
    }
}
