import Testing
import TraceTestSupport

/// What one run of another project's program sent, `captured/opentelemetry-go-1.16.0/S1`, with its own account of it.
struct CapturedFolder: Sendable, CustomTestStringConvertible {
    /// Never empty, in the order in which they came.
    let payloads: [WirePayload]

    var testDescription: String { payloads.first?.folder ?? "" }

    static func all(of form: WireForm) throws -> [CapturedFolder] {
        Dictionary(grouping: try form.payloads(in: .captured), by: \.folder)
            .sorted { $0.key < $1.key }.map { CapturedFolder(payloads: $0.value) }
    }

    /// The spans that the program says it sent in all payloads together.
    func sentSpans() throws -> [SentSpan] {
        let document = try #require(try payloads.first?.expected())
        let spans = try #require(document["spans"] as? [[String: Any]])
        try #require(!spans.isEmpty)
        return spans.map { SentSpan(members: $0, document: document) }
    }
}

extension WirePayload {
    /// What the program says that it sent in all payloads of the folder.
    func expected() throws -> [String: Any] { try Fixtures.object("\(folder)/expected.json") }
}
