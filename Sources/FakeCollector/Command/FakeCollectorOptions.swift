import TraceConsole

/// What the command line of `fake-collector` says.
struct FakeCollectorOptions {
    private static let defaults = CollectorLimits()
    private static let names = ReceiverForm.allCases.map(\.rawValue)

    static let only = CommandOption.repeated(
        "only", placeholder: "FORM",
        help: "Take this form alone: \(names.joined(separator: ", ")). May also be a list with commas.")
    static let portOption = CommandOption.repeated(
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

    static let check = CommandOption.flag(
        "check", help: "Judge what comes by the rules of the catalogue, and report when it ends.")

    static let declarations = [
        only.declaration, portOption.declaration, host.declaration, prints.declaration, stats.declaration,
        maxSpans.declaration, maxBytes.declaration, maxBody.declaration, evict.declaration, spansOnly.declaration,
        check.declaration,
    ]

    /// In the order in which they are opened, with their ports.
    let ports: ReceiverPorts

    init(_ arguments: Arguments) throws(ReceiverPorts.Problem) {
        var chosen: Set<ReceiverForm> = []
        for name in arguments[Self.only].flatMap({ $0.split(separator: ",") }) {
            chosen.insert(try ReceiverPorts.form(String(name), of: "--only"))
        }
        ports = try ReceiverPorts(
            arguments[Self.portOption], forms: ReceiverForm.allCases.filter { chosen.isEmpty || chosen.contains($0) })
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
