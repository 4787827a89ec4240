import TraceBytes

/// How an identifier is spelt.
enum OTLPIdentifier {
    /// Absent, `null`, or of no bytes.
    case absent
    /// Hexadecimal digits of any case, or bytes; of any length.
    case digits
    /// JSON: something else than hexadecimal digits. Protobuf: the digits as text, twice as long as the bytes.
    case misspelt
    /// Protobuf: another wire type than that of bytes, which a rule about wire types judges.
    case unreadable

    var isDigits: Bool { self == .digits }
}

extension OTLPField {
    /// How many hexadecimal digits spell this identifier.
    var identifierDigits: Int {
        switch self {
        case .spanTraceId, .linkTraceId: 32
        default: 16
        }
    }

    /// `16 bytes`, and what that is in JSON.
    func identifierLength(isJSON: Bool) -> String {
        isJSON ? "\(identifierDigits) hexadecimal digits" : "\(identifierDigits / 2) bytes"
    }
}

extension OTLPRecord {
    func identifier(_ field: OTLPField) -> OTLPIdentifier {
        switch said(field) {
        case nil: .absent
        case .text(let text): text.isEmpty ? .absent : text.utf8.allSatisfy(isHexadecimal) ? .digits : .misspelt
        case .octets(let octets):
            if octets.isEmpty {
                .absent
            } else {
                octets.count == field.identifierDigits && octets.allSatisfy(isHexadecimal) ? .misspelt : .digits
            }
        case .other(_, wireType: .some): .unreadable
        default: .misspelt
        }
    }

    func lacksIdentifier(_ field: OTLPField) -> Bool { said(field) == nil || identifierDigits(field) == 0 }

    /// How many digits spell it, two for each byte; nil when it is neither text nor bytes. Whether they are digits is not
    /// looked at.
    func identifierDigits(_ field: OTLPField) -> Int? {
        switch said(field) {
        case .text(let text): text.utf8.count
        case .octets(let octets): octets.count * 2
        default: nil
        }
    }

    /// Whether all its digits are 0.
    func isZeroIdentifier(_ field: OTLPField) -> Bool {
        switch said(field) {
        case .text(let text): text.utf8.allSatisfy { $0 == 0x30 }
        case .octets(let octets): octets.allSatisfy { $0 == 0 }
        default: false
        }
    }

    /// An identifier of another length, as people read it: `8 bytes, a3ce929d0e0e4736`.
    func lengthDescription(of field: OTLPField) -> String {
        switch self[field] {
        case .text(let text):
            "\(text.utf8.count) \(text.utf8.count == 1 ? "digit" : "digits"), \(OTLPValue.text(text).described)"
        case .octets(let octets):
            "\(octets.count) \(octets.count == 1 ? "byte" : "bytes"), \(hexDigits(octets.prefix(32)))"
        case .some(let value): value.described
        case nil: "nothing"
        }
    }
}

/// A hexadecimal digit of any case.
@inline(__always)
func isHexadecimal(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
}
