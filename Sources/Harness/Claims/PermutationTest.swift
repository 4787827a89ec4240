/// The exact permutation test of marked calls that are all long: had the mark nothing to do with length, the marked
/// calls would be any of all calls.
struct PermutationTest {
    let marked: Int
    /// How many of all calls are long, the marked ones among them.
    let long: Int
    let all: Int

    /// The chance that as many calls drawn blindly are all long: C(long, marked) / C(all, marked), from 0 to 1.
    var chance: Double {
        var chance = 1.0
        for drawn in 0..<marked { chance *= Double(long - drawn) / Double(all - drawn) }
        return chance
    }
}
