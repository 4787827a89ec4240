/// Where a walker is in a payload, spelt only when something is wrong.
struct ZipkinV1Place {
    /// -1 before the first one.
    var span = -1
    var list: ZipkinV1Field?
    /// The number of the annotation; -1 outside of them.
    var index = -1
    var isInEndpoint = false
    var field: ZipkinV1Field?

    /// `[2].annotations[1].endpoint.port`; empty outside of spans.
    var path: String {
        guard span >= 0 else { return "" }
        var path = "[\(span)]"
        if let list { path += index >= 0 ? ".\(list.rawValue)[\(index)]" : ".\(list.rawValue)" }
        if isInEndpoint { path += ".endpoint" }
        if let field { path += ".\(field.rawValue)" }
        return path
    }
}
