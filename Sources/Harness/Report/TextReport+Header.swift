import HopServer
import TraceConsole

extension TextReport {
    /// The chain, what its hops inject, what the client sent, and how to do it again.
    func writeHeader(_ page: inout ReportPage) {
        let names = ["client"] + report.chain.hops.map(\.name)
        page.paragraph(names.joined(separator: " → "), .strong, hanging: 2)
        page.blank()
        writeHops(&page)
        page.blank()
        page.paragraph(traffic, indent: 2, hanging: 2)
        page.paragraph(context, indent: 2, hanging: 2)
        page.paragraph(exports, indent: 2, hanging: 2)
        page.paragraph(repetition, indent: 2, hanging: 2)
    }

    private func writeHops(_ page: inout ReportPage) {
        let rows = report.chain.hops.map { hop -> [TonedText] in
            let remark = hop.isForeign ? "; another program (--hop)" : ""
            let behaviour = "\(delayText(hop)), \(Self.errorText(hop))\(remark)"
            return [TonedText(page.legible(hop.name)), TonedText(page.legible(behaviour))]
        }
        let table = TableText([.init(""), .init("")], rows: rows)
        page.drawn(table.text(page.style(indentedBy: 2)).split(separator: "\n"), indent: 2)
    }

    /// `delays 10 % by 1–3 s`, as the configuration says; the time scale is named with the traffic.
    private func delayText(_ hop: ChainHop) -> String {
        guard let delay = hop.delay else { return "no delay" }
        let range =
            delay.fromSeconds == delay.toSeconds
            ? plainNumber(delay.fromSeconds) : "\(plainNumber(delay.fromSeconds))–\(plainNumber(delay.toSeconds))"
        return "delays \(plainNumber(delay.rate)) % by \(range) s"
    }

    private static func errorText(_ hop: ChainHop) -> String {
        hop.error.map { "answers \($0.code) to \(plainNumber($0.rate)) %" } ?? "no errors"
    }

    private var traffic: String {
        let settings = report.settings
        var text = "\(counted(settings.requests, "request")), \(settings.concurrency) at a time"
        if settings.probes > 0 {
            text += "; \(settings.probes) more that deny sampling, \(settings.probes) without context"
        }
        if settings.timeScale == 0 {
            text += "; delays off (--time-scale 0)"
        } else if settings.timeScale != 1 {
            text += "; all delays × \(plainNumber(settings.timeScale))"
        }
        return text
    }

    private var context: String {
        let settings = report.settings
        guard !settings.contexts.isEmpty else { return "no trace context from the client" }
        let decision =
            switch settings.sampled {
            case .accept: "sampled"
            case .deny: "sampling denied"
            case .debug: "debug"
            case .defer: "sampling left open"
            }
        return "trace context from the client: \(settings.contexts.joined(separator: ", ")) (\(decision))"
    }

    private var exports: String {
        let forms = report.settings.exportForms
        let judged = "spans exported as \(report.settings.judgedForm.rawValue)"
        guard forms.count > 1 else { return judged }
        return judged + ", and to be compared as \(forms.dropFirst().map(\.rawValue).joined(separator: ", "))"
    }

    private var repetition: String {
        guard report.settings.isSeeded else { return "unseeded: every hop draws its own delays and errors" }
        let option = "--seed \(report.settings.seed)"
        guard !report.invocation.isEmpty else { return "repeat the same delays and errors with \(option)" }
        return "repeat: \(report.invocation.map(\.shellWord).joined(separator: " ")) \(option)"
    }
}

/// A number without a fraction that is zero: `10`, `0.5`.
func plainNumber(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

extension String {
    /// The word as a POSIX shell must be given it: in quotes where anything in it has a meaning.
    var shellWord: String {
        if isShellWord { return self }
        return "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// Whether a shell reads the text as one word that is itself.
    var isShellWord: Bool {
        !isEmpty
            && utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
                default: "-_./:=,+@%".utf8.contains(byte)
                }
            }
    }
}
