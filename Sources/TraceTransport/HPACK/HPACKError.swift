/// Why a header block cannot be decoded, and where.
///
/// Each is a connection error of type COMPRESSION_ERROR (RFC 9113 section 4.3): the tables of the two sides may differ
/// from here on, so that nothing that follows on the connection can be trusted.
package struct HPACKError: Error, Hashable, Sendable, CustomStringConvertible {
    package let reason: Reason
    /// The first octet that could not be accepted, counted from 0 at the first octet of the block.
    package let offset: Int

    package init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    package var description: String { "\(reason.rawValue) at byte \(offset)" }

    /// What was wrong, as a sentence part. The number of reasons is fixed, so that they can be counted.
    package enum Reason: String, Hashable, Sendable, CaseIterable {
        // RFC 7541 section 5.1
        case integerTooLong = "integer of more than six octets"
        case unexpectedEnd = "header block ends inside a field"

        // Section 5.2
        case stringTooLong = "string goes beyond the end of the header block"
        case endOfStringSymbol = "Huffman-coded string with an end-of-string symbol"
        case paddingTooLong = "padding of more than seven bits behind a Huffman-coded string"
        case invalidPadding = "padding of a Huffman-coded string that is not all ones"

        // Sections 2.3.3 and 6.1
        case zeroIndex = "index 0"
        case indexOutOfRange = "index beyond the end of the tables"

        // Sections 4.2 and 6.3
        case sizeUpdateBehindField = "table size update that is not at the start of the header block"
        case sizeUpdateTooLarge = "table size update above the limit"
        case missingSizeUpdate = "no table size update although the limit was reduced"
    }
}
