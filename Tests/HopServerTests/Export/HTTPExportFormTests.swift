import Testing
import TraceModel

@testable import HopServer

@Suite struct HTTPExportFormTests {
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
        #expect(HTTPExportForm.jaeger.posts(of: spans).map(\.spanCount) == [3, 1, 1])
        #expect(HTTPExportForm.jaeger.posts(of: []) == [])
    }

    @Test(arguments: HTTPExportForm.allCases.filter { $0 != .jaeger })
    func everyOtherFormTakesAllSendersAtOnce(form: HTTPExportForm) {
        #expect(form.posts(of: [span("a"), span("b")]).map(\.spanCount) == [2])
    }

    /// One table says the formats to the harness, another to the posters.
    @Test func everyFormIsSentAsItsFormat() {
        for form in ExportForm.allCases {
            switch form.carrier {
            case .http(let sent):
                #expect(form.format == sent.format)
                #expect(!form.isDatagram)
            case .grpc: #expect(form == .otlpGRPC && !form.isDatagram)
            case .datagrams: #expect(form.isDatagram)
            case .console: #expect(form.format == nil)
            }
        }
    }
}
