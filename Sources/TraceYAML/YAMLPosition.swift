/// A place in a YAML file.
package struct YAMLPosition: Hashable, Sendable, Comparable {
    /// Bytes before it, counted from the start of the file, byte order mark included.
    package var offset: Int
    /// The line, from 1.
    package var line: Int
    /// The column, from 1, in characters (Unicode scalars); a tab is one character.
    package var column: Int

    package init(offset: Int, line: Int, column: Int) {
        self.offset = offset
        self.line = line
        self.column = column
    }

    package static func < (left: YAMLPosition, right: YAMLPosition) -> Bool { left.offset < right.offset }
}

/// The bytes that something occupies in a YAML file: `start` belongs to it, `end` is the first place behind it.
package struct YAMLRange: Hashable, Sendable {
    package var start: YAMLPosition
    package var end: YAMLPosition

    package init(start: YAMLPosition, end: YAMLPosition) {
        self.start = start
        self.end = end
    }

    /// The byte offsets, for replacing what stands there.
    package var offsets: Range<Int> { start.offset..<max(start.offset, end.offset) }

    /// Whether it is empty: the range of a value that nobody wrote, as behind `key:`.
    package var isEmpty: Bool { offsets.isEmpty }
}
