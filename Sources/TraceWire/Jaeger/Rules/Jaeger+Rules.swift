import TraceRules

extension Jaeger {
    /// What is asked of batches in every form, in the order of the IDL.
    public static let batchRules: [Rule<JaegerPayload>] = []

    /// What is asked of datagrams beside that.
    public static let datagramRules: [Rule<JaegerPayload>] = []

    /// What is asked of batches over HTTP beside that.
    public static let httpRules: [Rule<JaegerPayload>] = []

    /// What is asked of a datagram before it is read as a batch.
    public static let datagramGrammarRules: [Rule<CarriedPayload>] = []

    /// What is asked of a request before it is read as a batch.
    public static let httpGrammarRules: [Rule<CarriedPayload>] = []
}
