import TraceRules

extension Catalogue {
    static let traces: [UnjudgedRule] = []
}
