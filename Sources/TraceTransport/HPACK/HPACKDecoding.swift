/// Whether all fields of a header block were kept.
package enum HPACKDecoding: Equatable, Sendable {
    /// All were.
    case complete
    /// The fields are larger than allowed, together: so many octets, 32 for each field beside its own. Only the first
    /// ones that stay within the limit were kept. The block was decoded to its end, so that the connection can go on: a
    /// server answers 431 (RFC 9113 section 10.5.1).
    case listTooLarge(bytes: Int)
}

/// What the fields of one block count for so far.
struct HPACKListSize {
    let limit: Int
    private(set) var bytes = 0

    init(limit: Int) { self.limit = limit }

    /// Once false, it stays so.
    var isWithinLimit: Bool { bytes <= limit }

    /// Counts a field, and says whether it is to be kept.
    mutating func admits(_ size: Int) -> Bool {
        // Cannot overflow: no field is larger than the block and the table together, and a block that holds 2^30 of
        // them has 2^30 octets.
        bytes += size
        return isWithinLimit
    }
}
