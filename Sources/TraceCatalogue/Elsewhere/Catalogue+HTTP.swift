import TraceRules

extension Catalogue {
    static let http: [UnjudgedRule] = []
}
