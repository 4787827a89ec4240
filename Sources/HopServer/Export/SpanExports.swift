import TraceBytes
import TraceModel
import TracePlatform
import TraceTransport

/// The exporters of a hop: each takes every span, in its own form and to its own place.
struct SpanExports: Sendable {
    private let exporters: [(form: ExportForm, exporter: SpanExporter)]

    /// Must run on the loop.
    ///
    /// - Parameter places: what the configuration says, then what options add to it.
    init(
        _ places: [ExportPlace], _ settings: ExportSettings, client: HTTPClient, hooks: Hooks, log: HopLog
    ) async throws(HopStartError) {
        var exporters: [(form: ExportForm, exporter: SpanExporter)] = []
        for place in places {
            let poster = try await Self.poster(for: place, settings, client: client, hooks: hooks, log: log)
            let exporter = SpanExporter(
                poster, isFurther: !exporters.isEmpty, settings: settings.batching, hooks: hooks, on: client.loop)
            exporters.append((place.form, exporter))
        }
        self.exporters = exporters
    }

    private static func poster(
        for place: ExportPlace, _ settings: ExportSettings, client: HTTPClient, hooks: Hooks, log: HopLog
    ) async throws(HopStartError) -> any SpanPoster {
        let timeout = settings.timeoutMillis(for: place.form)
        func grpcPoster(_ host: String, _ port: UInt16) -> GRPCPoster {
            GRPCPoster(
                to: HTTP2Client(to: host, port: port, on: client.loop), compresses: settings.compresses(place.form),
                timeoutMillis: timeout, hooks: hooks, log: log)
        }
        switch (place.form.carrier, place.endpoint) {
        case (.console, _): return ConsolePoster()
        case (.http(let form), .http(let url)):
            return HTTPPoster(
                form, to: url, compresses: settings.compresses(place.form), client: client, timeoutMillis: timeout,
                hooks: hooks, log: log)
        case (.grpc, .grpc(let host, let port)):
            return grpcPoster(host, port)
        case (.grpc, .http(let url)):
            return grpcPoster(url.host, url.port)
        case (.datagrams(let encoding), .udp(let host, let port)):
            do throws(NetworkError) {
                return try await DatagramPoster.open(
                    encoding, host: host, port: port, on: client.loop, timeoutMillis: timeout, log: log)
            } catch {
                throw HopStartError("spans cannot be sent to \(place.endpoint): \(error)")
            }
        case (.http, .udp), (.http, .grpc), (.grpc, .udp), (.datagrams, .http), (.datagrams, .grpc):
            throw HopStartError("\(place.form.rawValue) cannot be sent to \(place.endpoint)")
        }
    }

    func add(_ spans: some Collection<TraceSpan>) {
        for entry in exporters { entry.exporter.add(spans) }
    }

    func flush() async {
        for entry in exporters { await entry.exporter.flush() }
    }

    func end() {
        for entry in exporters { entry.exporter.end() }
    }

    /// Exports until the end.
    func run() async {
        await withDiscardingTaskGroup { group in
            for entry in exporters { group.addTask { await entry.exporter.run() } }
        }
    }

    /// What became of every span, over all forms: a span counts once for each.
    var account: SpanQueue.Account {
        exporters.reduce(into: SpanQueue.Account()) { sum, entry in sum += entry.exporter.account }
    }

    /// The account as the log says it at exit, with a part for each form where there are several.
    var report: [(String, JSONValue)] {
        var members = Self.members(of: account)
        if exporters.count > 1 {
            let forms = exporters.map { entry in
                JSONMember(
                    entry.form.rawValue,
                    .object(Self.members(of: entry.exporter.account).map { JSONMember($0.0, $0.1) }))
            }
            members.append(("forms", .object(forms)))
        }
        return members
    }

    private static func members(of account: SpanQueue.Account) -> [(String, JSONValue)] {
        [
            ("ended", .number(account.ended)), ("delivered", .number(account.delivered)),
            ("dropped", .number(account.dropped)), ("retries", .number(account.retries)),
        ]
    }
}

/// A form and where it goes.
package struct ExportPlace: Hashable, Sendable {
    package let form: ExportForm
    package let endpoint: ExportEndpoint

    package init(_ form: ExportForm, to endpoint: ExportEndpoint) {
        self.form = form
        self.endpoint = endpoint
    }

    /// From an option's `FORM=ENDPOINT`: `otlp-json=http://127.0.0.1:4318/v1/traces`.
    package init(option text: String) throws(HopStartError) {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, let form = ExportForm(rawValue: parts[0]) else {
            let known = ExportForm.allCases.map(\.rawValue).joined(separator: ", ")
            throw HopStartError("--also-export takes FORM=ENDPOINT, not '\(text)'; forms are \(known)")
        }
        let endpoint: ExportEndpoint
        do throws(HTTPURLError) {
            endpoint = try ExportEndpoint(parsing: parts[1])
        } catch {
            throw HopStartError("--also-export \(text): \(error)")
        }
        if case .http(let url) = endpoint, url.scheme == .https {
            throw HopStartError("--also-export \(text): there is no TLS without packages; use an http:// URL")
        }
        if let conflict = ExportForm.conflict(form, with: endpoint) {
            throw HopStartError("--also-export \(text): \(conflict)")
        }
        self.init(form, to: endpoint)
    }
}

extension SpanQueue.Account {
    static func += (left: inout SpanQueue.Account, right: SpanQueue.Account) {
        left.ended += right.ended
        left.delivered += right.delivered
        left.dropped += right.dropped
        left.retries += right.retries
    }
}
