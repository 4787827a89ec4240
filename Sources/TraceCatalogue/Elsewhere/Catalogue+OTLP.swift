import TraceRules

extension Catalogue {
    static let otlp: [UnjudgedRule] = []
}
