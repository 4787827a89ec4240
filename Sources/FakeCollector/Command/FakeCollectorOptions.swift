import TraceConsole

/// What the command line of `fake-collector` says.
struct FakeCollectorOptions {
    private static let defaults = CollectorLimits()
    private static let names = ReceiverForm.allCases.map(\.rawValue)

    static let only = CommandOption.repeated(
        "only", placeholder: "FORM",
        help: "Take this form alone: \(names.joined(separator: ", ")). May also be a list with commas.")
    static let ports = CommandOption.repeated(
        "port", placeholder: "FORM=N", help: "Where a form is taken; 0 takes a free port, all=0 one for each form.")
    static let host = CommandOption.text(
        "host", placeholder: "ADDRESS", default: "127.0.0.1", help: "The address to listen on; 0.0.0.0 for all.")
    static let prints = CommandOption.flag("print", help: "Print a line for each batch.")
    static let stats = CommandOption.integer(
        "stats", placeholder: "PORT", in: 0...65_535,
        help: "Serve the counts (/stats) and every span (/spans) as JSON there; 0 takes a free port.")
    static let maxSpans = CommandOption.integer(
        "max-spans", in: 1...(.max), default: defaults.maxSpans, help: "Spans kept.")
    static let maxBytes = CommandOption.integer(
        "max-bytes", in: 1...(.max), default: defaults.maxBytes, help: "Bytes of spans and of raw requests kept.")
    static let maxBody = CommandOption.integer(
        "max-body", in: 1...(.max), default: defaults.maxBodyBytes, help: "Bytes of one body; larger ones are told 413."
    )
    static let evict = CommandOption.flag(
        "evict", help: "Past a limit let the oldest traces go, and count them, in place of refusing.")
    static let spansOnly = CommandOption.flag(
        "spans-only", help: "Keep no record of requests that were taken, only their spans: for load.")

    static let declarations = [
        only.declaration, ports.declaration, host.declaration, prints.declaration, stats.declaration,
        maxSpans.declaration, maxBytes.declaration, maxBody.declaration, evict.declaration, spansOnly.declaration,
    ]

    /// In the order in which they are opened.
    let forms: [ReceiverForm]
    private var chosenPorts: [ReceiverForm: UInt16] = [:]
    private var everyPort: UInt16?

    /// What is wrong with the words behind an option.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    init(_ arguments: Arguments) throws(Problem) {
        var chosen: Set<ReceiverForm> = []
        for name in arguments[Self.only].flatMap({ $0.split(separator: ",") }) {
            chosen.insert(try Self.form(String(name), of: "--only"))
        }
        forms = ReceiverForm.allCases.filter { chosen.isEmpty || chosen.contains($0) }
        for text in arguments[Self.ports] {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let port = UInt16(parts[1]) else {
                throw Problem(description: "--port \(text): expected FORM=N with a port from 0 to 65535")
            }
            if parts[0] == "all" {
                everyPort = port
            } else {
                chosenPorts[try Self.form(String(parts[0]), of: "--port")] = port
            }
        }
        if let everyPort, everyPort != 0, forms.count > 1 {
            throw Problem(description: "--port all=\(everyPort): only 0 can be everybody's, a free port for each")
        }
    }

    func port(of form: ReceiverForm) -> UInt16 { chosenPorts[form] ?? everyPort ?? form.defaultPort }

    private static func form(_ name: String, of option: String) throws(Problem) -> ReceiverForm {
        if let form = ReceiverForm(rawValue: name) { return form }
        let suggestion = nearest(to: name, among: names).map { ", did you mean \($0)?" } ?? ""
        throw Problem(
            description: "\(option) \(name): expected one of \(names.joined(separator: ", "))\(suggestion)")
    }
}

extension CollectorLimits {
    init(_ arguments: Arguments) {
        self.init(
            maxBytes: arguments[FakeCollectorOptions.maxBytes], maxSpans: arguments[FakeCollectorOptions.maxSpans],
            maxBodyBytes: arguments[FakeCollectorOptions.maxBody],
            // Room for four of the largest.
            maxBytesInFlight: max(
                CollectorLimits().maxBytesInFlight, min(arguments[FakeCollectorOptions.maxBody], .max / 4) * 4),
            evictsOldest: arguments[FakeCollectorOptions.evict],
            keepsRequests: !arguments[FakeCollectorOptions.spansOnly])
    }
}
