import TraceBytes

/// What is wrong with a body that should be a list of spans as JSON, so that one rule speaks of it and no other.
enum ZipkinV2JSONFault: Sendable, Hashable {
    /// Its first token opens no list.
    case notAList
    /// Something follows the list.
    case severalValues
    case byteOrderMark
    /// Bytes that are not UTF-8, or an escape that spells no Unicode text.
    case encoding
    /// A value of the wrong shape: one with parts where a plain one is due, or the other way round.
    case tagsShape, annotationsShape, otherShape
    /// Everything else that no reader of JSON takes, or more of it than a limit allows.
    case grammar
}

extension CarriedPayload {
    /// The error of the walker with what it means; nil where there is none.
    var zipkinV2JSONFault: (fault: ZipkinV2JSONFault, error: WireError)? {
        if content.isEmpty {
            let end = ReadError(.unexpectedEnd, at: 0)
            return (.notAList, WireError(format: format.name, path: "", cause: end))
        }
        guard let failure else { return nil }
        return (fault(of: failure), failure)
    }

    private func fault(of failure: WireError) -> ZipkinV2JSONFault {
        if content.starts(with: [0xef, 0xbb, 0xbf]) { return .byteOrderMark }
        switch failure.cause.reason {
        case .trailingBytes: return .severalValues
        case .invalidUTF8: return .encoding
        case .invalidValue: return .encoding
        case .unexpectedByte(let byte, let expected):
            if failure.path.isEmpty, expected == "'['" { return .notAList }
            let isShape = ["'['", "'{'", "a text, a number, a boolean or null"].contains(expected)
            return isShape && Self.beginsValue(byte) ? shapeFault(at: failure.path) : .grammar
        case .unexpectedEnd, .limitExceeded: return .grammar
        }
    }

    private func shapeFault(at path: String) -> ZipkinV2JSONFault {
        // Behind `[2]`, the number of the span.
        let member = path.drop { $0 != "]" }.dropFirst()
        if member.hasPrefix(".tags") { return .tagsShape }
        return member.hasPrefix(".annotations") ? .annotationsShape : .otherShape
    }

    /// Whether a value of JSON begins so (RFC 8259 section 3).
    private static func beginsValue(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "-"), 0x30...0x39,
            UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            true
        default: false
        }
    }
}
