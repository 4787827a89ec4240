import TraceRules

/// What is asked of spans where it is known what the program meant to send.
public enum ExpectationRules {
    public static let all: [Rule<ExpectedPair>] = [
        .expectedSpanArrives, .unsampledSpanStaysAway, .expectedParent, .expectedName, .expectedKind, .expectedTimes,
        .expectedStatus, .expectedAttributes, .expectedEvents, .expectedLinks, .expectedLinkTraceState,
        .expectedTraceState, .expectedResource,
    ]
}
