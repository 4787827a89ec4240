import Testing
import TraceModel
import TraceTrees

/// Semantic conventions, HTTP migration: which names belong to which generation.
@Suite struct SemanticConventionsTests {
    @Test(arguments: [
        (["http.method", "http.url"], SemanticConventions.Generation.old),
        (["http.status_code"], .old),
        (["http.request.method", "url.path", "url.scheme"], .stable),
        (["http.method", "http.request.method"], .both),
        (["http.method", "url.path"], .both),
    ])
    func aSpanSpeaksTheGenerationOfItsNames(keys: [String], generation: SemanticConventions.Generation) {
        #expect(SemanticConventions.generation(of: span(keys)) == generation)
    }

    /// Databases and other calls have these names too, and `http.route` is one of both generations.
    @Test(arguments: [[], ["server.address", "server.port"], ["net.peer.name"], ["http.route"], ["error.type"]])
    func namesThatAreNotOfHTTPAloneSpeakNone(keys: [String]) {
        #expect(SemanticConventions.generation(of: span(keys)) == nil)
    }

    private func span(_ keys: [String]) -> TraceSpan {
        TraceSpan(
            traceID: TraceID(high: 1, low: 2), spanID: SpanID(3),
            attributes: keys.map { Attribute($0, .string("x")) })
    }
}
