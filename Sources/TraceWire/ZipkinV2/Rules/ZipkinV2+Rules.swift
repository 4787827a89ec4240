import TraceRules

extension ZipkinV2 {
    /// What is asked of spans in both encodings, in the order of the specification.
    public static let spanRules: [Rule<ZipkinV2Payload>] = [
        .traceIDPresent, .traceIDSpelling, .traceIDNotZero,
    ]

    /// What is asked of spans as JSON beside that.
    public static let jsonSpanRules: [Rule<ZipkinV2Payload>] = []

    /// What is asked of spans as protobuf beside that.
    public static let protobufSpanRules: [Rule<ZipkinV2Payload>] = []

    /// What is asked of a body of JSON before it is read as spans.
    public static let jsonGrammarRules: [Rule<CarriedPayload>] = []

    /// What is asked of a body of protobuf before it is read as spans.
    public static let protobufGrammarRules: [Rule<CarriedPayload>] = []
}
