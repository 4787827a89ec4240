import TraceRules

extension ZipkinV2 {
    /// What is asked of spans in both encodings, in the order of the specification.
    public static let spanRules: [Rule<ZipkinV2Payload>] = [
        .traceIDPresent, .traceIDNotZero, .idPresent, .idNotZero, .parentIDNotZero, .parentIDNotOwn,
        .namePresent, .nameLowerCase, .serviceNameLowerCase,
        .localServiceName, .remoteEndpointPresent, .portRange, .portNotZero, .ipv6NotMapped,
        .annotationsUnique, .sharedNotOnClient, .debugNotOnEverything, .emptyLeftOut,
        .openTelemetryErrorTag, .openTelemetryFalseErrorLeftOut, .openTelemetryStatusCode, .openTelemetryScopeName,
    ]

    /// What is asked of spans as JSON beside that.
    public static let jsonSpanRules: [Rule<ZipkinV2Payload>] = [
        .batchNotEmpty, .traceIDSpelling, .idSpelling, .parentIDSpelling, .kindKnown, .namesText,
        .timestampInteger, .timestampMicroseconds, .durationInteger, .durationAtLeastOne,
        .ipv4Spelling, .ipv6Spelling, .ipv6WithoutZone,
        .annotationTimestampInteger, .annotationTimestampMicroseconds, .annotationValueText,
        .tagValuesText, .tagsNotNull, .tagKeyNotEmpty, .flagsBoolean,
        .noMembersOfVersion1, .membersKnown, .membersUnique,
    ]

    /// What is asked of spans as protobuf beside that.
    public static let protobufSpanRules: [Rule<ZipkinV2Payload>] = [
        .protobufTraceIDLength, .protobufTraceIDNotText, .protobufIDLength, .protobufParentIDLength,
        .protobufWireTypes, .protobufKindKnown, .protobufKindNumbering, .protobufTimestampMicroseconds,
        .protobufDurationAtLeastOne, .protobufAddressLength, .protobufTagKeyNotEmpty, .protobufFieldsKnown,
    ]

    /// What is asked of a body of JSON before it is read as spans.
    public static let jsonGrammarRules: [Rule<CarriedPayload>] = [
        .zipkinV2BodyIsList, .zipkinV2BodyIsOneList, .zipkinV2BodyWithoutSpaceBefore,
        .zipkinV2BodyWithoutByteOrderMark, .zipkinV2BodyUTF8, .zipkinV2TagsShape, .zipkinV2AnnotationsShape,
        .zipkinV2BodyShape, .zipkinV2BodyGrammar,
    ]

    /// What is asked of a body of protobuf before it is read as spans.
    public static let protobufGrammarRules: [Rule<CarriedPayload>] = [
        .zipkinV2ProtobufList, .zipkinV2ProtobufUTF8, .zipkinV2ProtobufGrammar,
    ]
}
