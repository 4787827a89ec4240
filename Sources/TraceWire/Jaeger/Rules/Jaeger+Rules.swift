import TraceRules

extension Jaeger {
    /// What is asked of batches in every form of Thrift, in the order of the IDL.
    public static let batchRules: [Rule<JaegerPayload>] = [
        .jaegerProcess, .jaegerSpans, .jaegerServiceName, .jaegerServiceNameNotEmpty, .jaegerResourceNotRepeated,
        .jaegerSpanFields, .jaegerReferenceFields, .jaegerLogFields, .jaegerStatsFields,
        .jaegerTraceIDNotZero, .jaegerSpanIDNotZero, .jaegerTraceIDInLowHalf,
        .jaegerParentFirst, .jaegerParentNamed,
        .jaegerStartTime, .jaegerDuration, .jaegerLogTime,
        .jaegerTagFields, .jaegerTagType, .jaegerTagValue, .jaegerTagOneValue,
        .jaegerReferenceType, .jaegerSampled,
        .jaegerSpanKind, .jaegerError, .jaegerEventFields, .jaegerEventName, .jaegerLinkType, .jaegerLinksBehindParent,
        .jaegerSequenceIncreases, .jaegerSequenceWithoutGaps, .jaegerNothingLost,
        .jaegerTextUTF8, .jaegerNotEmpty,
    ]

    /// What is asked of datagrams beside that.
    public static let datagramRules: [Rule<JaegerPayload>] = [.datagramSequence]

    /// What is asked of a datagram before it is read as a batch.
    public static let datagramGrammarRules: [Rule<CarriedPayload>] = [
        .datagramComplete, .datagramAlone, .datagramSize, .datagramEncoding, .datagramVersion, .datagramMethod,
        .datagramMessageType, .datagramArgument, .datagramOtherArguments, .datagramReadable,
    ]

    /// What is asked of a request before it is read as a batch.
    public static let httpGrammarRules: [Rule<CarriedPayload>] = [
        .jaegerRequest, .jaegerContentType, .jaegerBareBatch, .jaegerBodyComplete, .jaegerBodyReadable,
        .jaegerNothingBehind, .jaegerBodyNotCompressed,
    ]

    /// What is asked of a message of gRPC, in the order of `model.proto`.
    public static let protobufRules: [Rule<JaegerProtobufPayload>] = [
        .jaegerWireTypes, .jaegerIDLengths, .jaegerServiceNameOfSpans,
        .jaegerParentReferenceFirst, .jaegerParentReferenceBeforeOthers,
        .jaegerStartTimePresent, .jaegerTimeRange, .jaegerDurationNotNegative,
        .jaegerValueType, .jaegerValueOfItsType, .jaegerTypeOfProtobuf, .jaegerOneNumbering,
        .jaegerNoWarnings,
    ]

    /// What is asked of a call of gRPC, and of its message before it is read as a batch.
    public static let grpcGrammarRules: [Rule<CarriedPayload>] =
        GRPCRules.all + [.jaegerCallPath, .jaegerMessageText, .jaegerMessageReadable]
}
