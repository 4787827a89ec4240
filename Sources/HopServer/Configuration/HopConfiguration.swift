import TraceBytes

/// What one hop does, as its YAML file says: the 13 parameters of the demo application whose files are read unchanged.
///
/// Stricter than the original, which ignores a block that is incomplete, takes `debug: "false"` for true and rounds
/// fractions down: whatever is incomplete, unknown or of the wrong type is reported.
package struct HopConfiguration: Hashable, Sendable {
    package var server: Server
    package var traffic: Traffic
    package var tracing: Tracing

    package init(server: Server, traffic: Traffic, tracing: Tracing) {
        self.server = server
        self.traffic = traffic
        self.tracing = tracing
    }

    package struct Server: Hashable, Sendable {
        /// The service name of the spans and the key in the payload: 1 to 255 printable ASCII characters without quote
        /// and backslash, no space at either end. It may hold `/`, so it is no file name.
        package var name: String
        /// The port to listen on; 0 lets the system choose.
        package var port: UInt16
        /// Whether headers, decisions and spans are logged; `false` when absent or empty.
        package var isDebug: Bool

        package init(name: String, port: UInt16, isDebug: Bool = false) {
            self.name = name
            self.port = port
            self.isDebug = isDebug
        }
    }

    package struct Traffic: Hashable, Sendable {
        /// The next hop, always `http`; absent at the last hop, where the key is missing, empty or `None`.
        package var upstream: HTTPURL?
        /// Absent when the block is missing or empty, as opposed to disabled.
        package var delay: Delay?
        /// Absent when the block is missing or empty, as opposed to disabled.
        package var error: InjectedError?

        package init(upstream: HTTPURL? = nil, delay: Delay? = nil, error: InjectedError? = nil) {
            self.upstream = upstream
            self.delay = delay
            self.error = error
        }
    }

    package struct Delay: Hashable, Sendable {
        package var isEnabled: Bool
        /// Percent of the requests, 0 to 100.
        package var rate: Double
        /// The shortest delay, from 0; fractions count.
        package var fromSeconds: Double
        /// The longest delay, not below `fromSeconds`, at most `longestSeconds`.
        package var toSeconds: Double

        /// A day. A longer delay is a mistake in the unit, and would overflow clocks far beyond that.
        package static let longestSeconds: Double = 86_400

        package init(isEnabled: Bool, rate: Double, fromSeconds: Double, toSeconds: Double) {
            self.isEnabled = isEnabled
            self.rate = rate
            self.fromSeconds = fromSeconds
            self.toSeconds = toSeconds
        }
    }

    package struct InjectedError: Hashable, Sendable {
        package var isEnabled: Bool
        /// Percent of the requests, 0 to 100.
        package var rate: Double
        /// The status of the answer, 400 to 599.
        package var code: Int

        package init(isEnabled: Bool, rate: Double, code: Int) {
            self.isEnabled = isEnabled
            self.rate = rate
            self.code = code
        }
    }

    package struct Tracing: Hashable, Sendable {
        /// Where spans go: over `http`, never `https`, or as datagrams.
        package var endpoint: ExportEndpoint
        /// How they are written; what the endpoint means when absent or empty, as in the original, which has no such key.
        package var exportForm: ExportForm?
        /// What goes onto each SERVER span, in the order of the file.
        package var tags: [Tag]

        package init(endpoint: ExportEndpoint, exportForm: ExportForm? = nil, tags: [Tag] = []) {
            self.endpoint = endpoint
            self.exportForm = exportForm
            self.tags = tags
        }
    }

    /// A configured tag. The value is the text that was written: `010`, `yes` and `1e3` stay as they are, quoted text is
    /// decoded, and nothing is the empty text.
    package struct Tag: Hashable, Sendable {
        package var key: String
        package var value: String

        package init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }
}
