import TraceBytes

/// Where a walker is in a payload, kept cheaply and spelt only when something is wrong.
struct ZipkinV2Place {
    /// -1 before the first one.
    var span = -1
    var field: ZipkinV2Field?
    var endpointField: ZipkinV2EndpointField?
    /// The number of the annotation; -1 outside of them.
    var annotation = -1
    var annotationField: ZipkinV2AnnotationField?
    /// The bytes of the key of a tag, or of a member that is not known.
    var key: Range<Int>?

    /// `[2].localEndpoint.port`, `[0].annotations[1].timestamp`, `[0].tags["http.path"]`; empty outside of spans.
    func path(in payload: borrowing RawSpan) -> String {
        guard span >= 0 else { return "" }
        var path = "[\(span)]"
        if let field { path += ".\(field.rawValue)" }
        if annotation >= 0 { path += "[\(annotation)]" }
        if let annotationField { path += ".\(annotationField.rawValue)" }
        if let endpointField { path += ".\(endpointField.rawValue)" }
        if let key { path += "[\"\(payload.clamped(to: key).text())\"]" }
        return path
    }
}
