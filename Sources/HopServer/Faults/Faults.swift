extension HopFault {
    /// Every fault, in the order of the claims that they break.
    package static let all: [HopFault] = [
        upperCaseExportIDs, tracesExports, furtherFormsDiffer,
        exportsTwice, losesServerSpans,
        losesLeaf, wrongKind,
        millisecondsForMicroseconds, slowSpanClock, childOutsideParent,
        repeatsContextHeader, upperCaseHeaderIDs, truncatedHeaderIDs, dropsRequestID,
        dropsParent, forwardsStaleSpanID, swapsParentAndSpan, newTracePerHop, wrongServiceName,
        orphanSpan, secondRoot, cyclicParents, repeatsSpanID,
        missingTag, tagOfAnotherHop, wrongPath, idInSpanName,
        delayTooShort, delayTooLong, wrongDelayRate, wrongErrorRate,
        wrongCode, serverSpanSaysOK, clientSpanUnset,
        exportsAlthoughDenied, misreadsZero,
        hidesUpstream, answersAfterExport,
    ]
}
