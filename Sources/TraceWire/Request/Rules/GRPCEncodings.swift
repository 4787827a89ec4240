import TraceBytes
import TraceRules

// MARK: gRPC, compression.md; PROTOCOL-HTTP2.md, Requests: Message-Encoding

extension Rule<CarriedPayload> {
    static let grpcEncodingNamed = Rule(
        "grpc/encoding/named", "OTLPG-006", .must, "A message whose flag is 1 comes with grpc-encoding.",
        why: "Servers end the call with INTERNAL, since they cannot tell how to decompress it.",
        spec: "gRPC over HTTP2, Requests, Compressed-Flag", good: "grpc-encoding: gzip and the flag 1",
        bad: "the flag 1 without grpc-encoding"
    ) { carried, check in
        guard let call = carried.call, call.isGRPC, call.body.first == 1 else { return }
        check.expect(
            carried.messageError != .compressedWithoutEncoding,
            else: Violation(
                at: "headers.grpc-encoding", expected: "how the message is compressed, as its flag is 1",
                actual: call.headers.text("grpc-encoding") ?? "nothing"))
    }

    static let grpcEncodingReadable = Rule(
        "grpc/encoding/readable", "OTLPG-006", .must, "A message whose flag is 1 is what grpc-encoding says.",
        why: "Servers end the call with INTERNAL, since they cannot decompress it.",
        spec: "gRPC over HTTP2, Requests, Compressed-Flag", good: "grpc-encoding: gzip, the flag 1 and 1f 8b …",
        bad: "grpc-encoding: gzip, the flag 1 and 0a 63 …"
    ) { carried, check in
        guard let call = carried.call, call.isGRPC, call.body.first == 1 else { return }
        switch carried.messageError {
        case .undecodable(let encoding, let error)?:
            // More than is taken is the business of `grpcMessageSize`.
            if case .limitExceeded = error.reason { return }
            check.breaks(
                Violation(
                    at: "message", expected: "\(encoding.rawValue), as grpc-encoding says",
                    actual: "\(error.reason.found) at byte \(error.offset) behind the prefix"))
        case nil: check.holds()
        default: break
        }
    }

    static let grpcEncodingFlagged = Rule(
        "grpc/encoding/flagged", "OTLPG-006", .must, "A compressed message has the flag 1.",
        why: "The collector reads compressed bytes as a message and refuses it.",
        spec: "gRPC over HTTP2, Requests, Compressed-Flag", good: "01 and 4 bytes of length before 1f 8b",
        bad: "00 and 4 bytes of length before 1f 8b"
    ) { carried, check in
        guard let call = carried.call, call.isGRPC, carried.contentError == nil else { return }
        check.expect(
            !carried.isUnflaggedGzip,
            else: Violation(
                at: "message", expected: "the flag 1, as the message begins with 1f 8b", actual: "0", offset: 0))
    }

    static let grpcEncodingCommon = Rule(
        "grpc/encoding/common", "OTLPG-006", .warning, "The encoding of messages is gzip, which every collector takes.",
        why: "Other encodings work with some collectors; the rest answer UNIMPLEMENTED.",
        spec: "gRPC Compression; OpenTelemetry Protocol Exporter, Compression", good: "grpc-encoding: gzip",
        bad: "grpc-encoding: snappy"
    ) { carried, check in
        guard let call = carried.call, call.isGRPC else { return }
        for field in call.headers.all("grpc-encoding") {
            let name = field.valueText
            check.expect(
                name == "gzip" || name == "identity",
                else: Violation(
                    at: "headers.grpc-encoding", expected: "gzip", actual: name.isEmpty ? "an empty value" : name))
        }
    }
}
