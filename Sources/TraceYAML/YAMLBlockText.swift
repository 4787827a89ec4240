/// The lines of a block scalar joined: literally, or folded where two lines of ordinary text meet (YAML 1.2.2,
/// section 8.1.3).
struct YAMLBlockText {
    let isFolded: Bool
    private var value: [UInt8] = []
    private var hasText = false
    private var emptyLines = 0
    /// Whether the last line of text began with white space, which keeps the breaks around it.
    private var wasSpaced = false

    init(isFolded: Bool) { self.isFolded = isFolded }

    mutating func appendEmptyLine() { emptyLines += 1 }

    mutating func append(_ line: ArraySlice<UInt8>) {
        let isSpaced = line.first.isBlank
        if isFolded, hasText, !wasSpaced, !isSpaced {
            value.appendFolded(breaks: emptyLines + 1)
        } else {
            value.append(contentsOf: repeatElement(.lineFeed, count: emptyLines + (hasText ? 1 : 0)))
        }
        value += line
        hasText = true
        emptyLines = 0
        wasSpaced = isSpaced
    }

    func finished(keepsLastBreak: Bool, keepsEmptyLines: Bool) -> [UInt8] {
        var value = value
        if keepsLastBreak, hasText { value.append(.lineFeed) }
        if keepsEmptyLines { value.append(contentsOf: repeatElement(.lineFeed, count: emptyLines)) }
        return value
    }
}
