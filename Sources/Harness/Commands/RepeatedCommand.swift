/// The words that repeat a run, but for its seed: those that were given, so that none that matters is forgotten.
enum RepeatedCommand {
    /// Where a run was kept cannot hold another one, and a report that is written again is not asked for.
    private static let leftOut: Set<String> = ["--seed", "--output", "--junit"]

    /// - Parameter line: the command line with the program's own name, of which the last part stays.
    static func words(_ line: [String]) -> [String] {
        guard let program = line.first else { return [] }
        var words = [program.split(separator: "/").last.map(String.init) ?? program]
        var rest = line.dropFirst()
        while let word = rest.popFirst() {
            let option = word.prefix { $0 != "=" }
            guard leftOut.contains(String(option)) else {
                words.append(word)
                continue
            }
            // `--seed 7`, as opposed to `--seed=7`, takes the next word with it.
            if option.count == word.count { _ = rest.popFirst() }
        }
        return words
    }
}
