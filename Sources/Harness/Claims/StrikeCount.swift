/// How many calls of a hop an injection struck, as far as the evidence tells.
struct StrikeCount: CustomStringConvertible {
    var struck = 0
    var spared = 0
    /// Struck or not: evidence does not tell.
    var unclear = 0

    var trials: Int { struck + spared + unclear }
    var mostStruck: Int { struck + unclear }

    /// `22/216`, `10 to 22/216`.
    var description: String { (unclear == 0 ? "\(struck)" : "\(struck) to \(mostStruck)") + "/\(trials)" }
}
