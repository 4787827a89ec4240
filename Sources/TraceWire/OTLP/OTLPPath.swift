import TraceBytes

/// Where in a payload something was wrong; gathered from the inside to the outside while the error travels up, so that a
/// payload without errors pays nothing.
struct OTLPPath {
    private var components: [String] = []

    /// Adds the field around; with the index of a repeated one.
    mutating func append(_ field: OTLPField, index: Int? = nil) {
        components.append(index.map { "\(field.name)[\($0)]" } ?? field.name)
    }

    /// Adds a field that is not declared.
    mutating func append(unknown name: String) { components.append("[\"\(name)\"]") }

    /// `resourceSpans[0].scopeSpans[0].spans[2].attributes[3].value`; empty for the payload itself.
    var text: String {
        components.reversed().reduce(into: "") { text, component in
            if !text.isEmpty, !component.hasPrefix("[") { text += "." }
            text += component
        }
    }
}

/// How many elements the lists of one message have, each list by itself.
struct OTLPCounts {
    private var attributes = 0
    private var events = 0
    private var links = 0
    private var others = 0

    /// Counts one more element of a repeated field.
    ///
    /// - Throws: at `offset` when it is one too many (``DecodingLimits/attributesPerSpan``).
    @inline(__always)
    mutating func count(_ field: OTLPField, at offset: Int, limits: DecodingLimits) throws(ReadError) {
        // An element has at least one byte, so that no count overflows.
        let count: Int
        switch field {
        case .spanAttributes:
            attributes &+= 1
            count = attributes
        case .spanEvents:
            events &+= 1
            count = events
        case .spanLinks:
            links &+= 1
            count = links
        // As many as the payload has room for; they have no counterpart in the store.
        case .resourceSpans, .scopeSpans, .spans: return
        default:
            others &+= 1
            count = others
        }
        guard count <= limits.attributesPerSpan else { throw Self.tooMany(field, at: offset, limits: limits) }
    }

    @inline(never)
    private static func tooMany(_ field: OTLPField, at offset: Int, limits: DecodingLimits) -> ReadError {
        ReadError(.limitExceeded("number of \(field.name)", limit: limits.attributesPerSpan), at: offset)
    }
}
