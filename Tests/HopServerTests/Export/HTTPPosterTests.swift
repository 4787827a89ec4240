import Testing
import TraceModel

@testable import HopServer

@Suite struct HTTPPosterTests {
    private func span(_ service: String, resource: String = "r") -> TraceSpan {
        TraceSpan(
            traceID: TraceID(high: 0, low: 1), spanID: SpanID(1),
            resource: Resource(attributes: [Attribute("host.name", .string(resource))]),
            localEndpoint: Endpoint(serviceName: service))
    }

    /// `jaeger.thrift`, Batch: one process, with a service name and tags.
    @Test func aJaegerBatchHasOneServiceAndOneResource() {
        let spans = [
            span("a"), span("a"), span("b"), span("b", resource: "s"), span("a"),
        ]
        #expect(HTTPPoster.parts(of: spans, in: .jaegerHTTP).map(\.count) == [2, 1, 1, 1])
    }

    @Test(arguments: ExportForm.wire.filter { $0 != .jaegerHTTP })
    func everyOtherFormTakesAllSendersAtOnce(form: ExportForm) {
        #expect(HTTPPoster.parts(of: [span("a"), span("b")], in: form).map(\.count) == [2])
    }
}
