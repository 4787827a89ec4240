import HopServer

/// What one run of `verify` needs to know beside the chain itself.
package struct VerifyOptions: Sendable {
    package var settings: RunSettings
    /// Requests begun in a second of the main phase; nil for as fast as the concurrency allows.
    package var requestsPerSecond: Double?
    /// Seconds past the last answer that spans may take to arrive.
    package var waitSeconds: Double = 10
    /// The program that runs a hop: the harness's own executable.
    package var hopExecutable: String
    /// The program whose verb `supervise` holds the lifeline of other programs; nil for ``hopExecutable``.
    package var supervisor: String?
    /// The words before the hop's own options: the hidden verb of the harness; none for `hop-server`.
    package var hopVerb: [String] = ["run-hop"]
    /// Faults by the name of the hop: who tests the tester.
    package var faults: [String: [String]] = [:]
    /// Commands by the name of the hop that stand in for ours (`--hop NAME='command'`).
    package var commands: [String: String] = [:]
    /// Seconds that a hop may take until it is ready.
    package var readySeconds: Double = 10
    /// Seconds that a hop may take to flush and exit.
    package var exitSeconds: Double = 15

    package init(settings: RunSettings, hopExecutable: String) {
        self.settings = settings
        self.hopExecutable = hopExecutable
    }

    /// Another program is configured with one place for its spans, whatever ours do.
    func exportForms(of hop: String) -> [ExportForm] {
        commands[hop] == nil ? settings.exportForms : [settings.judgedForm]
    }

    /// Commands and faults are for hops of the chain.
    package func check(against fixture: ChainFixture) throws(VerifyError) {
        let known = fixture.hops.map(\.name)
        for name in commands.keys.sorted() + faults.keys.sorted() where !known.contains(name) {
            throw .setUp("no hop is called '\(name)'; the chain is \(fixture.summary)")
        }
    }
}

/// Why a run could not take place, in words that say what to do; nothing was judged.
package enum VerifyError: Error, Sendable, CustomStringConvertible {
    case setUp(String)
    /// Ctrl-C, or the end of the task.
    case interrupted

    package var description: String {
        switch self {
        case .setUp(let text): text
        case .interrupted: "interrupted"
        }
    }
}
