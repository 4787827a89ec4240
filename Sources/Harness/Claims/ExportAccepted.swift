import TraceBytes

extension Claim {
    /// Real receivers refuse a payload whole: one bad span loses all of its batch.
    static let exportAccepted = Claim("export/accepted", "no export was refused or malformed") { run, tally in
        for export in run.evidence.exports {
            switch export.result {
            case .accepted: tally.hold()
            case .unanswered: continue
            case .refused(let reason, let status, let excerpt):
                tally.fail(
                    Finding(
                        "refused export", hop: export.hop, expected: "a payload that the receiver takes",
                        actual: "\(reason), answered \(status); it begins \(excerptText(excerpt))"))
            }
        }
        if tally.judged == 0 { tally.leaveUnjudged("nothing was exported") }
        tally.figures = "\(tally.judged - tally.findings.count) of \(tally.judged) exports"
    }
}

/// The beginning of a payload in quotes, with what does not print as `\xNN`.
private func excerptText(_ bytes: [UInt8]) -> String {
    let text = bytes.prefix(48).map { byte in
        (0x20...0x7e).contains(byte) ? String(Unicode.Scalar(byte)) : "\\x" + hexDigits([byte])
    }
    return "'" + text.joined() + "'" + (bytes.count > 48 ? "…" : "")
}
