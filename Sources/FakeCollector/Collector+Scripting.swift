import TraceTransport

/// Answers as a test wants them.
extension Collector {
    /// The next requests get this answer; scripts are used up in the order in which they were given. A datagram has no
    /// answer, and uses up no script.
    ///
    /// - Parameters:
    ///   - answer: what the sender gets.
    ///   - times: for so many requests.
    ///   - label: at receivers of this label only; at all when nil.
    public func script(_ answer: ScriptedAnswer, times: Int = 1, at label: String? = nil) async {
        await loop.run { () async -> Void in
            state.withValue { $0.script.append(answer, times: times, label: label) }
        }
    }

    /// Forgets the answers that have not been given.
    public func clearScript() async {
        await loop.run { () async -> Void in state.withValue { $0.script.removeAll() } }
    }
}
