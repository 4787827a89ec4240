import TraceConsole

extension VerifyArguments {
    /// An option, whatever the type of its values.
    struct AnyOption: Sendable {
        let spelling: String
        let isGiven: @Sendable (Arguments) -> Bool

        init<Value>(_ option: CommandOption<Value>) {
            spelling = option.declaration.spelling
            isGiven = { $0.isGiven(option) }
        }
    }

    /// What shapes a run, and so means nothing to one that is over.
    static let runOptions = [
        AnyOption(chain), AnyOption(requests), AnyOption(concurrency), AnyOption(rate), AnyOption(probes),
        AnyOption(context), AnyOption(sampled), AnyOption(seed), AnyOption(unseeded), AnyOption(timeScale),
        AnyOption(wait), AnyOption(ready), AnyOption(export), AnyOption(hop), AnyOption(fault), AnyOption(allowService),
        AnyOption(output),
    ]
}
