import Testing
import TraceBytes
import TraceModel
import TraceWire

/// A wire format under test: what the contract suite has to know of it to run it over `fixtures/wire/<format>/`.
struct WireForm: Sendable {
    let format: WireFormat
    let encoding: Encoding
    /// What lies in `fixtures/wire/<format>/`. One of these that is missing or empty fails.
    let folders: [Folder]
    /// Where the random choices of its sweeps begin.
    let seed: UInt64
    /// One span of the wire may become two of the store, as both sides of a call in Zipkin's first version do.
    var mayDivideSpans = false
    /// Adds the spans of a payload, all or none.
    let decode: @Sendable (_ payload: [UInt8], _ store: inout SpanStore) throws(WireError) -> Int
    /// How many spans the records of a payload have.
    let recordedSpans: @Sendable (_ payload: [UInt8]) throws(WireError) -> Int
    /// Adds the spans of a request, or of a datagram, as the servers of the format do.
    let receive: @Sendable (_ request: ReceivedPayload, _ store: inout SpanStore) throws -> Int

    enum Encoding: Sendable {
        case json
        case protobuf
        case thrift

        /// How files of hand-made payloads end.
        var fileExtension: String {
            switch self {
            case .json: "json"
            case .protobuf: "bin"
            case .thrift: "hex"
            }
        }
    }

    enum Folder: String, Sendable, CaseIterable {
        /// Payloads that decode.
        case accept
        /// Payloads that are refused; beside each an `.expected` with the path, the offset and the reason, a line each.
        case reject
        /// What other projects' exporters sent, with independent descriptions of it.
        case captured
    }

    /// Whether a decoder that added so many spans read what the records have.
    func accounts(for added: Int, of recorded: Int) -> Bool {
        mayDivideSpans ? added >= recorded : added == recorded
    }

    /// Lengths at which what is left of a payload is a payload of its own: of JSON those that take white space from its end;
    /// of protobuf, which has no end mark, nothing and every number of whole fields.
    func lengthsOfWholePayloads(in bytes: [UInt8]) throws(ReadError) -> Set<Int> {
        switch encoding {
        case .json:
            let last = bytes.lastIndex { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
            return last.map { Set($0 + 1..<bytes.count) } ?? []
        case .protobuf:
            var reader = ProtobufReader(bytes.span.bytes)
            var ends: Set<Int> = [0]
            while let tag = try reader.nextTag() {
                try reader.skipValue(of: tag)
                ends.insert(reader.position)
            }
            return ends
        case .thrift: return []
        }
    }
}

extension WireForm: Equatable, CustomTestStringConvertible {
    static func == (left: WireForm, right: WireForm) -> Bool { left.format == right.format }

    var testDescription: String { format.name }
}
