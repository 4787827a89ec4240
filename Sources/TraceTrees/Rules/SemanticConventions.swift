import TraceModel

/// Which generation of OpenTelemetry's semantic conventions for HTTP the attributes of a span speak.
public enum SemanticConventions {
    /// How many names of HTTP there are to speak.
    public enum Generation: String, Sendable, Hashable, CaseIterable {
        /// Up to version 1.20: `http.method`, `http.url`, `net.peer.name`. Zipkin and OpenTracing share most of these names.
        case old
        /// Since version 1.23: `http.request.method`, `url.full`, `server.address`.
        case stable
        /// Every fact under both names: `OTEL_SEMCONV_STABILITY_OPT_IN=http/dup`, or names that are mixed.
        case both
    }

    /// nil when the span says nothing about HTTP.
    public static func generation(of span: TraceSpan) -> Generation? {
        generation(of: SemanticAttributes(span.attributes))
    }

    static func generation(of attributes: SemanticAttributes) -> Generation? {
        switch (oldNames.contains { attributes.has($0) }, stableNames.contains { attributes.has($0) }) {
        case (true, true): .both
        case (true, false): .old
        case (false, true): .stable
        case (false, false): nil
        }
    }

    /// Names that HTTP alone has, so that a span with one of them speaks of HTTP in this generation.
    private static let oldNames: [SemanticKey] = [
        .oldMethod, .oldStatusCode, .oldURL, .oldTarget, .oldScheme, .oldFlavor,
    ]
    private static let stableNames: [SemanticKey] = [.method, .statusCode, .fullURL, .urlPath, .urlScheme]
}
