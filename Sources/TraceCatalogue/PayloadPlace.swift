/// Where something was found: in which payload of a run.
public struct PayloadPlace: Sendable {
    /// Counted from 0 over the run; nil when it is the run as a whole.
    public let number: Int?
    /// What people call it: the file `run/003.bin`, `request 3`.
    public let source: String
    /// The payload without its content codings, for excerpts.
    let content: [UInt8]

    init(number: Int?, source: String, content: [UInt8]) {
        self.number = number
        self.source = source
        self.content = content
    }

    /// The run as a whole.
    static let run = PayloadPlace(number: nil, source: "the run", content: [])
}
