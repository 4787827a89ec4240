/// What a span of a hop stands for.
package enum SpanRole: Sendable, Hashable, CaseIterable {
    /// The inbound call.
    case server
    /// The call to the next hop.
    case client
    /// INTERNAL `delay`: there whenever the block is enabled, long when the delay strikes.
    case delay
    /// INTERNAL `error`: there whenever the block is enabled.
    case error
}
