import TraceRules

extension Catalogue {
    /// The rules that no recording decides, in the order of the catalogue.
    public static let elsewhere: [UnjudgedRule] = http + zipkin + otlp + jaeger + traces
}
