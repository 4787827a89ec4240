import TraceBytes
import TraceRules

// MARK: RFC 9110 section 8.4, Content-Encoding

extension Rule<CarriedPayload> {
    static let httpGzipDeclared = Rule(
        "http/content-encoding/gzip-declared", "HTTP-004", .must, "A compressed body says so in Content-Encoding.",
        why: "The collector reads compressed bytes as spans and refuses the batch.", spec: "OTLP/HTTP Request",
        good: "Content-Encoding: gzip with 1f 8b", bad: "1f 8b without Content-Encoding"
    ) { carried, check in
        // Only bodies that say nothing: what another coding hides is its own content.
        guard let request = carried.export, !request.body.isEmpty, request.contentEncodings.isEmpty else { return }
        check.expect(
            !carried.isUndeclaredGzip,
            else: Violation(
                at: "headers.content-encoding", expected: "gzip, as the body begins with 1f 8b", actual: "nothing",
                offset: 0))
    }

    static let httpCodingReadable = Rule(
        "http/content-encoding/readable", "HTTP-005", .must, "A body is what its Content-Encoding says.",
        why: "The collector cannot decompress it and refuses the batch.",
        spec: "zipkin UnzippingBytesRequestConverter; OTLP/HTTP Request",
        good: "Content-Encoding: gzip with a whole member of RFC 1952", bad: "Content-Encoding: gzip with [{…}]"
    ) { carried, check in
        guard let request = carried.export, !request.contentEncodings.isEmpty else { return }
        switch carried.contentError {
        case nil: check.holds()
        case .unreadable(let coding, let error):
            check.breaks(
                Violation(
                    at: "body", expected: "\(coding.rawValue), as Content-Encoding says",
                    actual: "\(error.reason.found) at byte \(error.offset) of the body"))
        case .unknownCoding, .tooManyCodings, .tooLarge, .message: break
        }
    }

    static let httpCodingCommon = Rule(
        "http/content-encoding/common", "HTTP-005", .warning,
        "The content coding is gzip, which every collector takes.",
        why:
            "Other codings work with some collectors; the rest answer 400 or 415. What is in them was not judged here.",
        spec: "OTLP/HTTP Request; zipkin UnzippingBytesRequestConverter", good: "Content-Encoding: gzip",
        bad: "Content-Encoding: br"
    ) { carried, check in
        guard let request = carried.export else { return }
        let codings = request.contentEncodings
        guard !codings.isEmpty else { return }
        check.expect(
            codings.allSatisfy { $0 == "gzip" || $0 == "x-gzip" },
            else: Violation(
                at: "headers.content-encoding", expected: "gzip", actual: codings.joined(separator: ", ")))
    }

    /// OTLP/HTTP Request recommends that servers take 64 MiB after decompression, and refuse more.
    static let httpOTLPSize = Rule(
        "http/otlp-body/size", "HTTP-009", .should, "An OTLP body has at most 64 MiB when it is decompressed.",
        why: "Collectors refuse larger ones by default, and sending them again does not help.",
        spec: "OTLP/HTTP Request", good: "a batch of 512 spans", bad: "a body of 80 MiB"
    ) { carried, check in
        guard carried.export(overOTLP: true) != nil else { return }
        // Who judges may have set another limit: the specification recommends a number and lets servers choose.
        if case .tooLarge(.limitExceeded(let what, let limit)) = carried.contentError, what.hasSuffix("size") {
            check.breaks(Violation(at: "body", expected: "at most \(limit) bytes", actual: "more than \(limit) bytes"))
        } else if carried.contentError == nil {
            check.holds()
        }
    }
}
