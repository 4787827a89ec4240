/// A call while its spans are still being placed; ``HopCall`` is what it becomes.
struct HopCallDraft {
    let hop: Int
    let request: Int
    let inbound: Exchange
    let inboundContexts: [EdgeContext]
    var outbound: [HopCall.OutboundCall] = []
    var server: ObservedSpan?
    var surplusServers: [ObservedSpan] = []
    var surplusClients: [ObservedSpan] = []
    var others: [ObservedSpan] = []

    /// Those placed so far.
    var spans: [ObservedSpan] {
        [server].compactMap { $0 } + surplusServers + outbound.compactMap(\.client) + surplusClients + others
    }
}
