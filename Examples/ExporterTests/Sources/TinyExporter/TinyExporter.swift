import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Sends finished spans to a collector over HTTP, and comes again when that asks for it.
public struct TinyExporter: Sendable {
    public let endpoint: URL
    public let format: TinyFormat
    /// How often a batch is offered before it is given up.
    public var attempts = 3

    /// A batch that the collector did not take.
    public struct Rejected: Error, Equatable {
        /// The HTTP status of the last answer.
        public let status: Int

        public init(status: Int) { self.status = status }
    }

    public init(endpoint: URL, format: TinyFormat) {
        self.endpoint = endpoint
        self.format = format
    }

    /// Exports a batch; a busy collector (429, 503) is asked again after as many seconds as its `Retry-After` says.
    ///
    /// - Throws: ``Rejected`` for every other answer than success, and `URLError` when nobody answers.
    public func export(_ spans: [TinySpan]) async throws {
        var request = URLRequest(url: endpoint)
        request.httpMethod = "POST"
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = try format.body(of: spans)
        for attempt in 1... {
            let (_, response) = try await URLSession.shared.data(for: request)
            guard let answer = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
            if (200..<300).contains(answer.statusCode) { return }
            guard [429, 503].contains(answer.statusCode), attempt < attempts else {
                throw Rejected(status: answer.statusCode)
            }
            let seconds = answer.value(forHTTPHeaderField: "Retry-After").flatMap(Double.init) ?? 1
            try await Task.sleep(for: .seconds(seconds))
        }
    }
}
