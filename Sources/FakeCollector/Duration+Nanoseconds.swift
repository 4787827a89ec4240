extension Duration {
    /// Whole nanoseconds, clamped to the range of 64 bits: 292 years are for ever.
    package var nanosecondsClamped: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (nanoseconds, alsoOverflows) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
        return overflows || alsoOverflows ? (self < .zero ? .min : .max) : nanoseconds
    }
}
