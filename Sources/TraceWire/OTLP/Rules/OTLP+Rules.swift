import TraceRules

extension OTLP {
    /// What is asked of requests in both encodings, in the order of the specification.
    public static let modelRules: [Rule<OTLPPayload>] = []

    /// What is asked of requests as JSON beside that.
    public static let jsonRules: [Rule<OTLPPayload>] = []

    /// What is asked of requests as protobuf beside that.
    public static let protobufRules: [Rule<OTLPPayload>] = []

    /// What is asked of a body of JSON before it is read as a request.
    public static let jsonGrammarRules: [Rule<CarriedPayload>] = []

    /// What is asked of a body of protobuf before it is read as a request.
    public static let protobufGrammarRules: [Rule<CarriedPayload>] = []
}
