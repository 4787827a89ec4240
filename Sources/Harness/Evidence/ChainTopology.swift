import HopServer

/// The hops of a chain in the order in which a request meets them; the first is the entry.
///
/// Edge *i* leads to hop *i*: edge 0 is client → entry, edge 1 entry → second hop.
package struct ChainTopology: Sendable, Hashable {
    package var hops: [ChainHop]

    package init(hops: [ChainHop]) { self.hops = hops }

    /// `client → app-a`, `app-a → app-b`.
    package func edgeName(_ edge: Int) -> String {
        "\(edge == 0 ? "client" : hops[edge - 1].name) → \(hops[edge].name)"
    }
}

/// What the configuration of a hop makes a judge expect of it.
package struct ChainHop: Sendable, Hashable {
    /// `server.name`: the service name of its spans and its key in the body.
    package var name: String
    /// nil when the block is absent or disabled.
    package var delay: HopConfiguration.Delay?
    package var error: HopConfiguration.InjectedError?
    /// In the order of the file.
    package var tags: [HopConfiguration.Tag]
    /// Another program stands in (`--hop`): nothing of it is predicted.
    package var isForeign: Bool
    /// The context formats that it writes on outgoing calls, by their `OTEL_PROPAGATORS` names.
    package var speaks: [String]

    package init(
        name: String, delay: HopConfiguration.Delay? = nil, error: HopConfiguration.InjectedError? = nil,
        tags: [HopConfiguration.Tag] = [],
        isForeign: Bool = false, speaks: [String] = ["tracecontext", "b3multi", "b3"]
    ) {
        self.name = name
        self.delay = delay
        self.error = error
        self.tags = tags
        self.isForeign = isForeign
        self.speaks = speaks
    }
}
