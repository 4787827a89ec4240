import TraceBytes

/// How the content of a message is delimited when it is written, found from its fields.
enum HTTP1WrittenFraming {
    /// `isSaid`: the fields of the message hold it already.
    case length(Int, isSaid: Bool)
    case chunked(isSaid: Bool)

    var isLength: Bool { if case .length = self { true } else { false } }

    /// - Parameter length: bytes of content; nil when none is written, whatever length the fields say.
    init(
        _ fields: HeaderFields, length: Int?, _ trailers: HeaderFields
    ) throws(HTTP1SerializationError) {
        let lengths = fields.all("Content-Length")
        let codings = fields.all("Transfer-Encoding")
        let isValid =
            lengths.count + codings.count <= 1
            && (lengths.isEmpty || trailers.isEmpty)
            && lengths.allSatisfy { field in
                guard let length else { return !field.value.isEmpty && field.value.allSatisfy(HTTP1Grammar.isDigit) }
                return field.value.elementsEqual(String(length).utf8)
            }
            && codings.allSatisfy { equalsIgnoringASCIICase($0.value, "chunked".utf8) }
        guard isValid else { throw HTTP1SerializationError(.framing) }
        self =
            codings.isEmpty && trailers.isEmpty
            ? .length(length ?? 0, isSaid: !lengths.isEmpty) : .chunked(isSaid: !codings.isEmpty)
    }
}
