import TraceRules

extension ZipkinV1 {
    /// What is asked of spans in every form.
    static let spanRules: [Rule<ZipkinV1Payload>] = [
        .v1CoreEndpoint, .v1AddressEndpoint, .v1CoreOnce, .v1CoreOrder, .v1MessageSides, .v1ServiceKnown,
        .v1SharedWithoutTimes, .v1AnnotationsSorted, .v1Timestamp, .v1AnnotationTime, .v1Duration,
    ]

    /// What is asked of spans as JSON, in the order of the specification.
    public static let jsonRules: [Rule<ZipkinV1Payload>] =
        [
            .v1TraceIDPresent, .v1IDPresent, .v1NamePresent, .v1TraceIDSpelling, .v1TraceIDNotZero, .v1IDSpelling,
            .v1IDNotZero, .v1ParentIDSpelling, .v1ParentIDNotZero, .v1NoVersion2, .v1NoKind, .v1TimesAreIntegers,
            .v1AnnotationTimestamp, .v1AnnotationValue, .v1TagKey, .v1TagValuePresent, .v1TagValue, .v1ServiceName,
            .v1Port,
        ] + spanRules

    /// What is asked of spans as Thrift, over HTTP and in datagrams.
    public static let thriftRules: [Rule<ZipkinV1Payload>] =
        [
            .v1ThriftRequiredFields, .v1ThriftTraceIDNotZero, .v1ThriftIDNotZero, .v1ThriftHighNotZero,
            .v1ThriftParentNotZero, .v1ThriftType, .v1ThriftWidth, .v1ThriftAddress, .v1ThriftPort, .v1ThriftIPv6,
            .v1ThriftSearchable, .v1ThriftLists,
        ] + spanRules

    /// What is asked of a body of JSON before it is read as spans.
    public static let jsonGrammarRules: [Rule<CarriedPayload>] = [.v1Array, .v1ArrayAtOnce, .v1Readable]

    /// What is asked of a body of Thrift before it is read as spans.
    public static let thriftGrammarRules: [Rule<CarriedPayload>] = [
        .v1ThriftList, .v1ThriftReadable, .v1ThriftNothingBehind,
    ]

    /// What is asked of a datagram before it is read as spans: as of those for Jaeger's other ports.
    public static let datagramGrammarRules: [Rule<CarriedPayload>] = Jaeger.datagramGrammarRules
}
