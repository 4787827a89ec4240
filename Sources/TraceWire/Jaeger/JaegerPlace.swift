/// Where a walker is in a payload, kept cheaply and spelt only when something is wrong.
struct JaegerPlace {
    /// The number of the batch of a message that has several; -1 for a single one.
    var batch = -1
    /// The list or struct of the batch: `process`, `spans`, `stats`.
    var section: JaegerField?
    /// The number of the span; -1 before the first one.
    var span = -1
    /// The list of the span or the process: `tags`, `references`, `logs`.
    var list: JaegerField?
    var index = -1
    /// The number of the field of a log; -1 outside of them.
    var logField = -1
    /// The field that is being read; nil between them.
    var field: JaegerField?

    /// `spans[2].tags[0].vStr`, `spans[0].logs[1].fields[3]`, `process.serviceName`; empty outside of the batch.
    var path: String {
        var parts: [String] = []
        if batch >= 0 { parts.append("batches[\(batch)]") }
        if let section {
            parts.append(section == .spans && span >= 0 ? "spans[\(span)]" : section.rawValue)
            if let list { parts.append(index >= 0 ? "\(list.rawValue)[\(index)]" : list.rawValue) }
            if logField >= 0 { parts.append("fields[\(logField)]") }
        }
        if let field { parts.append(field.rawValue) }
        return parts.joined(separator: ".")
    }
}
