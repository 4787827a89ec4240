import TraceBytes
import TraceRules

// MARK: gRPC, PROTOCOL-HTTP2.md, Requests: Length-Prefixed-Message, EOS

/// That END_STREAM follows is so of every call that came whole: what never ends is no call that is kept.
extension Rule<CarriedPayload> {
    static let grpcMessageFlag = Rule(
        "grpc/message/flag", "OTLPG-005", .must, "The first byte of a message, its flag, is 0 or 1.",
        why: "Servers end the call with INTERNAL or UNIMPLEMENTED, and none of its spans is stored.",
        spec: "gRPC over HTTP2, Requests, Compressed-Flag", good: "00 00 00 00 65 …", bad: "02 00 00 00 65 …"
    ) { carried, check in
        guard carried.isFramingKnown else { return }
        switch carried.framingError {
        case .flag(let flag)?:
            check.breaks(Violation(at: "message", expected: "the flag 0 or 1", actual: "\(flag)"))
        case .noMessage?, .cutPrefix?: break
        default: check.holds()
        }
    }

    static let grpcMessageLength = Rule(
        "grpc/message/length", "OTLPG-005", .must,
        "A message has 4 bytes of length, the highest first, and so many bytes; then the call ends.",
        why: "Servers wait for bytes that never come, or end the call: none of its spans is stored.",
        spec: "gRPC over HTTP2, Requests, Message-Length", good: "00 00 00 00 65 and 101 bytes",
        bad: "00 00 00 00 66 and 101 bytes"
    ) { carried, check in
        guard carried.isFramingKnown else { return }
        switch carried.framingError {
        case .cutPrefix(let count)?:
            check.breaks(
                Violation(at: "message", expected: "a flag and 4 bytes of length", actual: "\(bytes(count)) in all"))
        case .cutMessage(let count, let received)?:
            check.breaks(
                Violation(at: "message", expected: "\(count) bytes behind the prefix", actual: "\(received)"))
        case .trailingBytes(let count)?:
            check.breaks(
                Violation(at: "message", expected: "nothing behind the message", actual: bytes(count)))
        // Of a length that nobody would take, only what came tells whether it was meant.
        case .tooLarge(let count, _)? where count != carried.receivedCount:
            check.breaks(
                Violation(
                    at: "message", expected: "\(count) bytes behind the prefix", actual: "\(carried.receivedCount)"))
        case .noMessage?, .flag?, .tooLarge?: break
        case .furtherMessage?, nil: check.holds()
        }
    }

    private static func bytes(_ count: Int) -> String { count == 1 ? "1 byte" : "\(count) bytes" }

    static let grpcOneMessage = Rule(
        "grpc/message/one", "OTLPG-005", .must, "A call of a unary method has one message.",
        why: "Servers end the call with INTERNAL or UNIMPLEMENTED, and none of its spans is stored.",
        spec: "gRPC over HTTP2, Requests; OTLP specification, OTLP/gRPC Request", good: "one message, then END_STREAM",
        bad: "two messages in one call"
    ) { carried, check in
        guard carried.isFramingKnown else { return }
        switch carried.framingError {
        case .noMessage?: check.breaks(Violation(at: "message", expected: "one message", actual: "none"))
        case .furtherMessage?:
            check.breaks(Violation(at: "message", expected: "one message", actual: "another behind it"))
        case nil: check.holds()
        default: break
        }
    }
}

// MARK: OTLP specification, OTLP/gRPC Request; gRPC, the limits of its libraries

extension Rule<CarriedPayload> {
    static let grpcMessageSize = Rule(
        "grpc/message/size", "OTLPG-015", .should, "A message has at most 64 MiB when it is decompressed.",
        why: "Collectors refuse larger ones by default, and sending them again does not help.",
        spec: "OTLP specification, OTLP/gRPC Request", good: "a batch of 512 spans", bad: "a message of 70 MiB"
    ) { carried, check in
        guard carried.call?.isGRPC == true else { return }
        // Who judges may have set another limit: the specification recommends a number and lets servers choose.
        switch carried.messageError {
        case .framing(.tooLarge(let count, let limit))? where count == carried.receivedCount:
            check.breaks(Violation(at: "message", expected: "at most \(limit) bytes", actual: "\(count) bytes"))
        case .undecodable(_, let error)?:
            guard case .limitExceeded(let what, let limit) = error.reason, what.hasSuffix("size") else { return }
            check.breaks(
                Violation(at: "message", expected: "at most \(limit) bytes", actual: "more than \(limit) bytes"))
        case nil: check.holds()
        default: break
        }
    }

    static let grpcMessageDefaultSize = Rule(
        "grpc/message/default-size", "OTLPG-015", .warning,
        "A message has at most 4 MiB when it is decompressed, which every server takes.",
        why: "gRPC's libraries take no more unless they are told to: such collectors answer RESOURCE_EXHAUSTED.",
        spec: "gRPC, GRPC_ARG_MAX_RECEIVE_MESSAGE_LENGTH", good: "a batch of 512 spans", bad: "a message of 5 MiB"
    ) { carried, check in
        guard carried.call?.isGRPC == true, carried.contentError == nil else { return }
        let limit = 4 << 20
        check.expect(
            carried.content.count <= limit,
            else: Violation(at: "message", expected: "at most \(limit) bytes", actual: "\(carried.content.count) bytes")
        )
    }
}

extension CarriedPayload {
    /// What is wrong with the message of the call as a message of gRPC.
    var messageError: GRPCMessageError? {
        if case .message(let error) = contentError { error } else { nil }
    }

    /// Whether somebody has looked at its prefix and its length: who does not know the encoding looks at nothing else.
    fileprivate var isFramingKnown: Bool {
        guard call?.isGRPC == true else { return false }
        if case .unknownEncoding = messageError { return false }
        return true
    }

    /// Bytes behind the prefix.
    fileprivate var receivedCount: Int { max((request?.body.count ?? 0) - 5, 0) }

    fileprivate var framingError: GRPCFramingError? {
        if case .framing(let error) = messageError { error } else { nil }
    }
}
