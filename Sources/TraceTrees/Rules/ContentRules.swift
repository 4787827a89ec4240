import TraceRules

/// What is asked of the content of spans, whatever their form.
public enum ContentRules {
    /// In the order of the catalogue; behind it what whole-trace rules need but one span for.
    public static let all: [Rule<JudgedSpan>] = [
        .exportUntraced,
        .nameCardinality, .httpName,
        .httpKind, .httpServerAttributes, .httpClientAttributes, .httpClientDefaultPort,
        .statusCodeType, .statusCodePresent,
        .routeTemplate, .urlCredentials, .urlSignatures,
        .httpMigration,
        .serverErrorStatus, .serverStatusOfClientErrors, .clientErrorStatus, .clientSuccessStatus, .okStatus,
        .errorTypePresent, .errorTypeAbsent, .statusDescription,
        .httpMethodSpelling, .httpMethodKnown,
        .exceptionSaysWhat, .stackTraceIsText,
        .grpcAttributes, .messagingKind,
        .keyNaming,
        .serviceNameConstant, .instanceIDDiffers,
        .databaseKind, .databasePeer,
        .notItsOwnParent,
        .callsTakeTime, .timesAreOfToday,
        .consumerIsLinked,
        .randomIDs,
    ]
}
