import TraceBytes
import TraceRules

/// What is asked of every call of gRPC, whatever its message is: gRPC's PROTOCOL-HTTP2.md in its order, and what of RFC 9113
/// a call shows. The forms that gRPC carries list these before their own.
public enum GRPCRules {
    /// The connection, the fields of a call, its message, its frames, its neighbours on the connection.
    public static let all: [Rule<CarriedPayload>] = [
        .grpcPreface,
        .grpcMethod, .grpcTrailers,
        .grpcTimeoutSent, .grpcTimeoutSpelling,
        .grpcContentType, .grpcUserAgentPresent, .grpcBinaryMetadata,
        .grpcNamesInLowerCase, .grpcPseudoFieldsFirst, .grpcNoConnectionFields, .grpcFieldsOfRequest,
        .grpcMessageFlag, .grpcMessageLength, .grpcOneMessage,
        .grpcEncodingNamed, .grpcEncodingReadable, .grpcEncodingFlagged, .grpcEncodingCommon,
        .grpcMessageSize, .grpcMessageDefaultSize,
        .grpcSettingsAcknowledged, .grpcWindowsKept, .grpcFrames, .grpcConnectionReused,
    ]
}

extension CarriedPayload {
    /// The call that carried it; nil where nobody knows how it was carried, and of what came over HTTP/1 or broke HTTP/2.
    var call: ReceivedPayload? {
        guard let request, request.http2Fields != nil, request.brokenRule == nil else { return nil }
        return request
    }

    /// The rule of HTTP/2 that was broken in place of a call.
    var brokenRule: BrokenHTTP2Rule? { request?.brokenRule }

    /// Whether the rules about calls say already why there is no message to read: what came is none, does not say that it is
    /// gRPC, or is compressed without saying so. Of bytes alone nothing is said.
    var isNoReadableCall: Bool {
        guard let request else { return false }
        guard call != nil, request.isGRPC else { return true }
        return isUnflaggedGzip
    }

    /// A message that begins as RFC 1952 section 2.3.1 lets gzip begin, without the flag: no message of protobuf does.
    var isUnflaggedGzip: Bool { isUndeclaredGzip && request?.body.first == 0 }
}
