import TraceRules

/// What is asked of traces as a whole.
public enum WholeTraceRules {
    /// In the order of the catalogue.
    public static let all: [Rule<JudgedTrace>] = [
        .localParentPresent, .parentPresent, .oneRoot,
        .spanIDUnique, .noCycle,
        .childStartsAfterParent, .childEndsBeforeParent,
        .clientHasServer, .serverHasClient, .serverWithinClient,
        .oneTraceID, .constantWidth, .sameLowHalf,
        .sentInOneForm, .linkedSpanPresent,
        .errorIsVisible, .arrivesInTime,
    ]
}
