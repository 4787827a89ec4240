/// What an option is called, takes and means: one source for the reader, its errors and the help text.
package struct OptionDeclaration: Sendable {
    /// Without the dashes, e.g. `requests`.
    package let name: String
    /// What stands for the value in the help, e.g. `N`; `nil` for a flag, which takes none.
    package let placeholder: String?
    package let help: String
    /// The spelling of the value that counts when the option is absent; `nil` where there is none.
    package let fallback: String?
    package let isRequired: Bool
    /// May be given several times; others at most once.
    package let repeats: Bool
    /// The values that exist, where they can be listed.
    package let choices: [String]
    /// What is accepted, to follow "expected", e.g. `a whole number from 1 to 100`.
    package let accepted: String
    let accepts: @Sendable (String) -> Bool

    /// With its dashes, as users type it.
    package var spelling: String { "--\(name)" }
}
