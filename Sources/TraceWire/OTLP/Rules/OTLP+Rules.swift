import TraceRules

extension OTLP {
    /// What is asked of requests in both encodings, in the order of the specification.
    public static let modelRules: [Rule<OTLPPayload>] =
        identifierRules + spanRules + attributeRules + partRules + groupRules

    private static let identifierRules: [Rule<OTLPPayload>] = [
        .traceIDPresent, .traceIDLength, .traceIDNotZero, .spanIDPresent, .spanIDLength, .spanIDNotZero,
        .parentSpanIDLength, .parentSpanIDNotZero,
    ]

    private static let spanRules: [Rule<OTLPPayload>] = [
        .spanName, .startTimePresent, .endTimePresent, .endNotBeforeStart, .timeUnit, .durationNotAlwaysZero,
        .spanKindDeclared, .spanKindSpecified, .statusCodeDeclared, .statusMessageOfErrors,
    ]

    private static let attributeRules: [Rule<OTLPPayload>] = [
        .attributeKeyNotEmpty, .attributeKeyUnique, .arrayOfOneType, .attributeCount,
    ]

    private static let partRules: [Rule<OTLPPayload>] = [
        .eventCount, .linkCount, .eventName, .eventTime, .eventInsideSpan, .linkTraceIDLength, .linkSpanIDLength,
        .linkSaysSomething, .reservedFlags, .remoteKnownFlag, .remoteFlagOfChildren, .sampledFlag, .traceStateGrammar,
    ]

    private static let groupRules: [Rule<OTLPPayload>] = [
        .serviceName, .serviceNameChosen, .telemetrySDK, .scopeName, .equalGroupsTogether, .envelopeNotEmpty,
        .batchSize, .schemaURL, .noStringIndex, .exceptionEventName, .exceptionEventAttributes, .escapedExceptionStatus,
    ]

    /// What is asked of requests as JSON beside that.
    public static let jsonRules: [Rule<OTLPPayload>] = [
        .jsonIdentifierSpelling, .jsonIdentifierCase, .jsonNamesInCamelCase, .jsonEnumsAreIntegers, .jsonLongsAreTexts,
        .jsonLongsAreExact, .jsonIntsReadable, .jsonIntsAreNumbers, .jsonAttributeShape, .jsonOneValue, .jsonValueType,
        .jsonMemberType, .jsonBase64, .jsonBase64NotHexadecimal, .jsonDoubles, .jsonMembersDeclared, .jsonNoNull,
        .jsonRequestHasGroups, .jsonScopeSpans, .jsonNamesUnique,
    ]

    /// What is asked of requests as protobuf beside that.
    public static let protobufRules: [Rule<OTLPPayload>] = [
        .protobufNoLibrarySpans, .protobufWireTypes, .protobufIdentifiersAreBytes, .protobufFieldsDeclared,
        .protobufNoStatusField1,
    ]

    /// What is asked of a body of JSON before it is read as a request.
    public static let jsonGrammarRules: [Rule<CarriedPayload>] = [
        .otlpJSONContentType, .otlpJSONFiniteLiterals, .otlpJSONObject, .otlpJSONText, .otlpJSONOneValue,
        .otlpJSONGrammar,
    ]

    /// What is asked of a body of protobuf before it is read as a request.
    public static let protobufGrammarRules: [Rule<CarriedPayload>] = [
        .otlpProtobufContentType, .otlpProtobufNoGRPCPrefix, .otlpProtobufText, .otlpProtobufGrammar,
        .otlpProtobufNotEmpty,
    ]

    /// What is asked of a call of gRPC before its message is read as a request.
    public static let grpcGrammarRules: [Rule<CarriedPayload>] =
        GRPCRules.all + [
            .otlpCallPath, .otlpCallUserAgent, .otlpProtobufText, .otlpProtobufGrammar, .otlpProtobufNotEmpty,
        ]
}
