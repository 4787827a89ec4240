import TraceBytes
import TraceModel
import TraceWire

/// What a run consisted of, whatever became of it.
public struct RunAccount: Sendable {
    /// Payloads that were submitted.
    public internal(set) var payloads = 0
    /// Spans of the payloads that real servers take.
    public internal(set) var spans = 0
    /// How many payloads came in each format, in the order in which they appeared.
    public private(set) var formats: [(format: WireFormat, payloads: Int)] = []
    /// What sent them: values of `User-Agent`, and `telemetry.sdk.*` of resources, in the order in which they appeared.
    public private(set) var exporters: [String] = []
    /// Payloads that were not judged, or not as a whole.
    public internal(set) var unjudged = UnjudgedPayloads()
    /// Payloads that real servers refuse: their spans were judged as records alone.
    public internal(set) var refused = UnjudgedPayloads()

    private var lastResource: Resource?

    /// How many names of exporters are kept.
    static let keptExporters = 16

    mutating func add(_ payload: SubmittedPayload, as format: WireFormat) {
        payloads += 1
        if let place = formats.firstIndex(where: { $0.format == format }) {
            formats[place].payloads += 1
        } else {
            formats.append((format, 1))
        }
        if let agent = payload.request?.headers.text("user-agent") { add(exporter: agent) }
    }

    mutating func add(_ span: TraceSpan) {
        // Spans of one payload share their resource: then there is nothing new to read.
        if !span.resource.attributes.isEmpty {
            if span.resource == lastResource { return }
            lastResource = span.resource
        }
        let parts = ["name", "language", "version"].compactMap { part -> String? in
            let attributes = span.resource.attributes.isEmpty ? span.attributes : span.resource.attributes
            guard case .string(let text)? = attributes["telemetry.sdk.\(part)"] else { return nil }
            return text
        }
        if parts.count == 3 { add(exporter: parts.joined(separator: " ")) }
    }

    private mutating func add(exporter: String) {
        guard exporters.count < Self.keptExporters, !exporters.contains(exporter) else { return }
        exporters.append(exporter)
    }
}

/// Payloads with what was in the way: all are counted, and the first are told, however many there are.
public struct UnjudgedPayloads: Sendable, Hashable {
    public private(set) var count = 0
    public private(set) var first: [UnjudgedPayload] = []

    /// How many are told.
    static let told = 100

    mutating func add(_ source: String, because reason: @autoclosure () -> String, count: Int = 1) {
        self.count += count
        if first.count < Self.told { first.append(UnjudgedPayload(source: source, reason: reason())) }
    }
}

/// A payload that could not be judged, or not as a whole.
public struct UnjudgedPayload: Sendable, Hashable {
    public let source: String
    public let reason: String

    public init(source: String, reason: String) {
        self.source = source
        self.reason = reason
    }
}
