/// The entries of a mapping in order, and where each key was met.
struct YAMLEntries {
    private(set) var list: [YAMLEntry] = []
    private var places: [[UInt8]: YAMLPosition] = [:]

    /// Adds an entry; returns where the same key stands already. Keys are equal when their bytes are: `1` and `"1"`
    /// are one key here, since nobody could tell them apart by their text, but composed and decomposed `é` are two.
    mutating func append(_ entry: YAMLEntry) -> YAMLPosition? {
        let name = Array((entry.key.scalar?.value ?? "").utf8)
        if let earlier = places.updateValue(entry.key.range.start, forKey: name) { return earlier }
        list.append(entry)
        return nil
    }
}
