import TraceRules

extension ZipkinV1 {
    /// What is asked of spans as JSON, in the order of the specification.
    public static let jsonRules: [Rule<ZipkinV1Payload>] = []

    /// What is asked of spans as Thrift, over HTTP and in datagrams.
    public static let thriftRules: [Rule<ZipkinV1Payload>] = []

    /// What is asked of a body of JSON before it is read as spans.
    public static let jsonGrammarRules: [Rule<CarriedPayload>] = []

    /// What is asked of Thrift before it is read as spans.
    public static let thriftGrammarRules: [Rule<CarriedPayload>] = []
}
