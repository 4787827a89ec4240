import TraceModel

extension Claim {
    /// Every claim of `harness verify`, in the order of the report.
    package static let all: [Claim] = [
        exportAccepted, exportUntraced,
        formatsEquivalent,
        accountingBalanced,
        spansShape,
        timeWithinRun, timeAgrees, timeEnclosed,
        headersWellFormed, headersContext, headersPropagated,
        edgeParent, oneTrace, expectedHops, noOrphans, singleRoot, noCycles, uniqueSpanIDs,
        tagsConfigured, tagsHTTP,
        namesStable,
        delayBounds, delayRate, errorRate, errorCode,
        samplingHonoured, samplingConsistent,
        payloadHops,
        collectorIndependent,
    ]
}
