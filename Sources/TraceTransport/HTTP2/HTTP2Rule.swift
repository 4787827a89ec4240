/// What a peer must keep to, by the section of RFC 9113 that says so. The raw value is the rule's permanent id.
package enum HTTP2Rule: String, Hashable, Sendable, CaseIterable {
    // 3.4: the preface
    case preface = "http2/3.4/preface"
    case settingsFirst = "http2/3.4/settings-first"

    // 4: frames
    case frameSize = "http2/4.2/frame-size"
    case headerBlockUninterrupted = "http2/4.3/header-block-uninterrupted"
    case compression = "http2/4.3/compression"

    // 5.1: streams
    case idleStream = "http2/5.1/idle"
    case halfClosedStream = "http2/5.1/half-closed-remote"
    case closedStream = "http2/5.1/closed"
    case resetStreamUsed = "http2/5.1/reset"
    case streamParity = "http2/5.1.1/parity"
    case streamOrder = "http2/5.1.1/increasing"
    case concurrentStreams = "http2/5.1.2/concurrent-streams"
    case selfDependency = "http2/5.3.1/self-dependency"

    // 6: each type
    case dataStream = "http2/6.1/stream"
    case dataPadding = "http2/6.1/padding"
    case headersStream = "http2/6.2/stream"
    case headersPadding = "http2/6.2/padding"
    case headersLength = "http2/6.2/length"
    case priorityStream = "http2/6.3/stream"
    case priorityLength = "http2/6.3/length"
    case resetStream = "http2/6.4/stream"
    case resetIdle = "http2/6.4/idle"
    case resetLength = "http2/6.4/length"
    case settingsStream = "http2/6.5/stream"
    case settingsLength = "http2/6.5/length"
    case settingsAckLength = "http2/6.5/ack-length"
    case enablePush = "http2/6.5.2/enable-push"
    case initialWindowSize = "http2/6.5.2/initial-window-size"
    case maxFrameSize = "http2/6.5.2/max-frame-size"
    case settingsAcknowledged = "http2/6.5.3/acknowledged"
    case pushPromise = "http2/6.6/push-promise"
    case pingStream = "http2/6.7/stream"
    case pingLength = "http2/6.7/length"
    case goAwayStream = "http2/6.8/stream"
    case goAwayLength = "http2/6.8/length"
    case windowUpdateLength = "http2/6.9/length"
    case windowUpdateZero = "http2/6.9/zero"
    case windowUpdateZeroOnStream = "http2/6.9/zero-on-stream"
    case connectionWindowOverflow = "http2/6.9.1/connection-overflow"
    case streamWindowOverflow = "http2/6.9.1/stream-overflow"
    case connectionWindowKept = "http2/6.9.1/connection-window"
    case streamWindowKept = "http2/6.9.1/stream-window"
    case initialWindowOverflow = "http2/6.9.2/overflow"
    case continuationExpected = "http2/6.10/preceded"

    // 8: messages
    case trailersEndStream = "http2/8.1/trailers-end-stream"
    case contentLength = "http2/8.1.1/content-length"
    case fieldName = "http2/8.2.1/field-name"
    case fieldValue = "http2/8.2.1/field-value"
    case connectionSpecific = "http2/8.2.2/connection-specific"
    case te = "http2/8.2.2/te"
    case pseudoKnown = "http2/8.3/pseudo-known"
    case pseudoFirst = "http2/8.3/pseudo-first"
    case pseudoOnce = "http2/8.3/pseudo-once"
    case pseudoInTrailers = "http2/8.3/pseudo-in-trailers"
    case pseudoPresent = "http2/8.3.1/pseudo-present"
    case path = "http2/8.3.1/path"
    case status = "http2/8.3.2/status"
    case pushed = "http2/8.4/push"

    // 10.5: what costs more than it is worth
    case rapidReset = "http2/10.5/rapid-reset"
    case continuationFlood = "http2/10.5/continuation-flood"
    case settingsFlood = "http2/10.5/settings-flood"
    case pingFlood = "http2/10.5/ping-flood"
    case emptyFrameFlood = "http2/10.5/empty-frame-flood"
    case controlFrameFlood = "http2/10.5/control-frame-flood"
    case outputNotTaken = "http2/10.5/output-not-taken"
    case headerListSize = "http2/10.5.1/header-list-size"
}

extension HTTP2Rule {
    package var code: HTTP2ErrorCode {
        switch self {
        case .frameSize, .headersLength, .priorityLength, .resetLength, .settingsLength, .settingsAckLength,
            .pingLength,
            .goAwayLength, .windowUpdateLength:
            .frameSizeError
        case .compression: .compressionError
        case .halfClosedStream, .closedStream, .resetStreamUsed: .streamClosed
        case .concurrentStreams: .refusedStream
        case .initialWindowSize, .connectionWindowOverflow, .streamWindowOverflow, .connectionWindowKept,
            .streamWindowKept, .initialWindowOverflow:
            .flowControlError
        case .settingsAcknowledged: .settingsTimeout
        case .rapidReset, .continuationFlood, .settingsFlood, .pingFlood, .emptyFrameFlood, .controlFrameFlood,
            .outputNotTaken, .headerListSize:
            .enhanceYourCalm
        default: .protocolError
        }
    }

    /// What was wrong, as a sentence part.
    package var statement: String {
        switch self {
        case .preface: "the connection does not begin with the preface of HTTP/2"
        case .settingsFirst: "the first frame is not SETTINGS"
        case .frameSize: "frame larger than SETTINGS_MAX_FRAME_SIZE"
        case .headerBlockUninterrupted: "another frame inside a header block"
        case .compression: "header block cannot be decompressed"
        case .idleStream: "frame on a stream that was not opened"
        case .halfClosedStream: "frame behind END_STREAM"
        case .closedStream: "frame on a closed stream"
        case .resetStreamUsed: "frame on a stream that was reset"
        case .streamParity: "stream number of the wrong side"
        case .streamOrder: "stream number below an earlier one"
        case .concurrentStreams: "more streams than SETTINGS_MAX_CONCURRENT_STREAMS"
        case .selfDependency: "stream depends on itself"
        case .dataStream: "DATA on the connection"
        case .dataPadding: "padding of DATA as long as the payload"
        case .headersStream: "HEADERS on the connection"
        case .headersPadding: "padding of HEADERS as long as the payload"
        case .headersLength: "HEADERS too short for its own flags"
        case .priorityStream: "PRIORITY on the connection"
        case .priorityLength: "PRIORITY is not 5 octets long"
        case .resetStream: "RST_STREAM on the connection"
        case .resetIdle: "RST_STREAM on a stream that was not opened"
        case .resetLength: "RST_STREAM is not 4 octets long"
        case .settingsStream: "SETTINGS on a stream"
        case .settingsLength: "SETTINGS is not a multiple of 6 octets long"
        case .settingsAckLength: "SETTINGS with ACK has a payload"
        case .enablePush: "SETTINGS_ENABLE_PUSH out of range"
        case .initialWindowSize: "SETTINGS_INITIAL_WINDOW_SIZE out of range"
        case .maxFrameSize: "SETTINGS_MAX_FRAME_SIZE out of range"
        case .settingsAcknowledged: "SETTINGS not acknowledged in time"
        case .pushPromise: "PUSH_PROMISE where push is not enabled"
        case .pingStream: "PING on a stream"
        case .pingLength: "PING is not 8 octets long"
        case .goAwayStream: "GOAWAY on a stream"
        case .goAwayLength: "GOAWAY is shorter than 8 octets"
        case .windowUpdateLength: "WINDOW_UPDATE is not 4 octets long"
        case .windowUpdateZero, .windowUpdateZeroOnStream: "WINDOW_UPDATE by 0"
        case .connectionWindowOverflow: "window of the connection beyond 2^31 - 1"
        case .streamWindowOverflow: "window of the stream beyond 2^31 - 1"
        case .connectionWindowKept: "DATA beyond the window of the connection"
        case .streamWindowKept: "DATA beyond the window of the stream"
        case .initialWindowOverflow: "SETTINGS_INITIAL_WINDOW_SIZE moves a window beyond 2^31 - 1"
        case .continuationExpected: "CONTINUATION without a header block before it"
        case .trailersEndStream: "second HEADERS without END_STREAM"
        case .contentLength: "content-length is not the length of the content"
        case .fieldName: "field name with an upper-case letter or an octet that no name has"
        case .fieldValue: "field value with NUL, CR or LF, or white space at an end"
        case .connectionSpecific: "field that is about a connection of HTTP/1.1"
        case .te: "te other than trailers"
        case .pseudoKnown: "unknown pseudo-header field"
        case .pseudoFirst: "pseudo-header field behind a field"
        case .pseudoOnce: "pseudo-header field twice"
        case .pseudoInTrailers: "pseudo-header field in trailers"
        case .pseudoPresent: "pseudo-header fields do not make a request"
        case .path: ":path is empty or no path"
        case .status: ":status that no answer has"
        case .pushed: "pushed stream"
        case .rapidReset: "more streams opened and reset than answered"
        case .continuationFlood: "header block in too many frames or octets"
        case .settingsFlood: "SETTINGS too often"
        case .pingFlood: "PING too often"
        case .emptyFrameFlood: "empty frames too often"
        case .controlFrameFlood: "frames that ask for nothing too often"
        case .outputNotTaken: "answers to control frames are not read"
        case .headerListSize: "fields larger than SETTINGS_MAX_HEADER_LIST_SIZE"
        }
    }
}
