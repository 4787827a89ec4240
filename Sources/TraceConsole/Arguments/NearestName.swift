/// The candidate that a mistyped name most likely meant; `nil` when none is near.
///
/// Near is a third of the letters wrong (one at least), where a swap of neighbours counts as one, or an abbreviation of
/// one candidate only. Letters are compared without case. Of equally near candidates the first one is taken.
package func nearest(to given: some StringProtocol, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(given.lowercased().unicodeScalars)
    guard !wanted.isEmpty, wanted.count <= 64 else { return nil }  // longer is no slip of the fingers, and costs time
    var best: (name: String, distance: Int)?
    var extended: [String] = []
    for candidate in candidates {
        let letters = Array(candidate.lowercased().unicodeScalars)
        guard letters.count <= 128 else { continue }
        if wanted.count >= 3, letters.starts(with: wanted) { extended.append(candidate) }
        let distance = editDistance(wanted, letters)
        guard distance <= max(1, min(wanted.count, letters.count) / 3), distance < best?.distance ?? .max else {
            continue
        }
        best = (candidate, distance)
    }
    return best?.name ?? (extended.count == 1 ? extended.first : nil)
}

/// Insertions, removals, replacements and swaps of neighbours that turn one into the other (optimal string alignment).
private func editDistance(_ from: [Unicode.Scalar], _ to: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...to.count)
    for (row, letter) in from.enumerated() {
        var current = [row + 1]
        current.reserveCapacity(to.count + 1)
        for (column, other) in to.enumerated() {
            var distance = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
            if row > 0, column > 0, letter == to[column - 1], from[row - 1] == other {
                distance = min(distance, beforeLast[column - 1] + 1)
            }
            current.append(distance)
        }
        (beforeLast, last) = (last, current)
    }
    return last[to.count]
}
