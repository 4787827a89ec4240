import TraceRules

extension Catalogue {
    /// The rules that are not judged by themselves, mostly since no recording decides them, in the order of the catalogue.
    public static let elsewhere: [UnjudgedRule] = http + zipkin + otlp + jaeger + traces

    /// Those about the behaviour of senders and of services, whatever the form.
    private static let traces: [UnjudgedRule] =
        retries + scenarios + traceContext + baggage + b3 + vendorHeaders + forwarding
}
