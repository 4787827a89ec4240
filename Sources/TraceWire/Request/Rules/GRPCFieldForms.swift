import TraceBytes
import TraceRules

// MARK: RFC 9113 sections 8.2 and 8.3: the fields of a request

/// A server that keeps to RFC 9113 takes no call that breaks these: mostly they are judged of what its session refused.
extension Rule<CarriedPayload> {
    static let grpcNamesInLowerCase = Rule(
        "grpc/fields/lower-case", "OTLPG-009", .must, "Names of fields are tokens in lower case.",
        why: "Servers end the call as malformed, with PROTOCOL_ERROR.", spec: "RFC 9113 section 8.2.1",
        good: "content-type: application/grpc", bad: "Content-Type: application/grpc"
    ) { carried, check in
        guard let fields = carried.fieldsOfCall else { return }
        let wrong = fields.first { $0.name.contains { (0x41...0x5a).contains($0) } }
        let broken = carried.brokenRule("http2/8.2.1/field-name")
        check.expect(
            wrong == nil && broken == nil,
            else: Violation(
                at: "headers", expected: "names in lower case", actual: wrong?.nameText ?? broken?.description ?? ""))
    }

    static let grpcPseudoFieldsFirst = Rule(
        "grpc/fields/pseudo-first", "OTLPG-009", .must, "Pseudo-header fields stand before all others.",
        why: "Servers end the call as malformed, with PROTOCOL_ERROR.", spec: "RFC 9113 section 8.3",
        good: ":path before content-type", bad: ":path behind content-type"
    ) { carried, check in
        guard let fields = carried.fieldsOfCall else { return }
        let late = fields.drop(while: \.isPseudo).first(where: \.isPseudo)
        let broken = carried.brokenRule("http2/8.3/pseudo-first")
        check.expect(
            late == nil && broken == nil,
            else: Violation(
                at: "headers", expected: "pseudo-header fields before all others",
                actual: late.map { "\($0.nameText) behind a field" } ?? broken?.description ?? ""))
    }

    static let grpcNoConnectionFields = Rule(
        "grpc/fields/none-of-connections", "OTLPG-009", .must, "There are no fields about a connection of HTTP/1.1.",
        why: "Servers end the call as malformed, with PROTOCOL_ERROR.", spec: "RFC 9113 section 8.2.2",
        good: "te: trailers", bad: "connection: keep-alive"
    ) { carried, check in
        guard let fields = carried.fieldsOfCall else { return }
        let wrong = fields.first { field in ofConnections.contains { field.isNamed($0) } }
        let broken = carried.brokenRule("http2/8.2.2/connection-specific")
        check.expect(
            wrong == nil && broken == nil,
            else: Violation(
                at: "headers", expected: "no field about a connection of HTTP/1.1",
                actual: wrong?.description ?? broken?.description ?? ""))
    }

    private static let ofConnections = ["connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade"]

    /// What else makes a message malformed (section 8.1.1).
    static let grpcFieldsOfRequest = Rule(
        "grpc/fields/well-formed", "OTLPG-009", .must,
        "The fields make a request: pseudo-header fields are known, all there and once, and values are whole.",
        why: "Servers end the call as malformed, with PROTOCOL_ERROR.", spec: "RFC 9113 sections 8.1.1, 8.2.1 and 8.3",
        good: ":method, :scheme, :path and :authority, each once", bad: "a call without :scheme"
    ) { carried, check in
        guard carried.fieldsOfCall != nil else { return }
        guard let broken = carried.brokenRule, broken.isAboutMessages, !ofOthers.contains(broken.rule) else {
            return check.holds()
        }
        check.breaks(Violation(at: "headers", expected: "a well-formed request", actual: "\(broken)"))
    }

    private static let ofOthers = [
        "http2/8.2.1/field-name", "http2/8.3/pseudo-first", "http2/8.2.2/connection-specific", "http2/8.2.2/te",
    ]
}

extension CarriedPayload {
    /// The fields of a call, or what had come of one that was ended for them; nil where no fields had come.
    fileprivate var fieldsOfCall: HeaderFields? {
        guard let fields = request?.http2Fields else { return nil }
        if let brokenRule, fields.isEmpty, !brokenRule.isAboutMessages { return nil }
        return fields
    }

    /// The rule that was broken, if it is this one.
    fileprivate func brokenRule(_ id: String) -> BrokenHTTP2Rule? { brokenRule.flatMap { $0.rule == id ? $0 : nil } }
}

extension BrokenHTTP2Rule {
    /// Whether it is about messages (section 8), and not about frames.
    var isAboutMessages: Bool { section.hasPrefix("8.") && section != "8.4" }
}

extension HeaderField {
    fileprivate var isPseudo: Bool { name.first == UInt8(ascii: ":") }
}
