/// A rule of the catalogue that is not judged by itself, mostly since no recording decides it: what it says, and where it is
/// judged.
public struct UnjudgedRule: Sendable, Hashable {
    public let id: String
    /// The number in the catalogue: `RTY-001`.
    public let number: String
    public let level: RequirementLevel
    public let statement: String
    public let reference: SpecReference
    public let place: Place

    /// Where a rule is judged that recordings do not decide.
    public enum Place: Sendable, Hashable {
        /// By claims of `harness verify`, which watches a service at work.
        case verify(claims: [String])
        /// By rules of the forms, each of which says it in the words of its form: their numbers in the catalogue.
        case forms(numbers: [String])
        /// Nowhere yet; what judging it takes: `a collector that answers 503 and then 200`.
        case nowhere(needs: String)
    }

    public init(
        _ id: String, _ number: String, _ level: RequirementLevel, _ statement: String, spec reference: SpecReference,
        place: Place
    ) {
        self.id = id
        self.number = number
        self.level = level
        self.statement = statement
        self.reference = reference
        self.place = place
    }
}
