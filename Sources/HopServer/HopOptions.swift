import TraceBytes

/// How to run one hop, beside what its configuration file says.
package struct HopOptions: Sendable {
    package var configFile: String
    /// The address to listen on.
    package var host: String
    /// In place of `server.port`; 0 takes a free one.
    package var port: UInt16?
    /// Decides the injections; random without one, and printed in the ready line.
    package var seed: UInt64?
    /// Factor on every delay.
    package var timeScale: Double
    /// What the answer's body says of this hop; the machine's name without one.
    package var hostName: String?
    /// `id` or `id=argument`.
    package var faults: [String]
    /// Where every span goes beside what the configuration says, each in its form.
    package var furtherExports: [ExportPlace]
    /// The end of stdin ends the hop, as a signal does: its parent is gone.
    package var exitsWithStdin: Bool

    package init(
        configFile: String, host: String = "127.0.0.1", port: UInt16? = nil, seed: UInt64? = nil, timeScale: Double = 1,
        hostName: String? = nil, faults: [String] = [], furtherExports: [ExportPlace] = [],
        exitsWithStdin: Bool = false
    ) {
        self.configFile = configFile
        self.host = host
        self.port = port
        self.seed = seed
        self.timeScale = timeScale
        self.hostName = hostName
        self.faults = faults
        self.furtherExports = furtherExports
        self.exitsWithStdin = exitsWithStdin
    }
}

/// Why a hop cannot start, in words that say what to do.
package struct HopStartError: Error, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
