/// What is wrong with what a command was asked to do, for whoever asked: exit status 2.
struct UsageProblem: Error, CustomStringConvertible {
    let description: String
}
