// The bytes that mean something to the reader.
extension UInt8 {
    static let tab = UInt8(ascii: "\t")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")

    var isBlank: Bool { self == .space || self == .tab }
    var isBreak: Bool { self == .lineFeed || self == .carriageReturn }

    /// `,` `[` `]` `{` `}`, which end a plain scalar inside brackets.
    var isFlowIndicator: Bool {
        switch self {
        case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"): true
        default: false
        }
    }
}

extension UInt8? {
    var isBlank: Bool { self?.isBlank ?? false }
    var isBreakOrEnd: Bool { self?.isBreak ?? true }
    /// White space, a line break, or the end of the text.
    var isSpaceOrEnd: Bool { self.isBlank || self.isBreakOrEnd }
}

extension [UInt8] {
    /// Line folding (YAML 1.2.2, section 6.5): one break is a space, each further one a line feed.
    mutating func appendFolded(breaks: Int) {
        if breaks == 1 { return append(.space) }
        append(contentsOf: repeatElement(.lineFeed, count: Swift.max(0, breaks - 1)))
    }
}
