import TraceBytes

/// Encodes the header blocks of one direction of a connection, in the order in which they are sent (RFC 7541).
///
/// A field that stands in a table takes one or two octets. Others are added to the dynamic table, except those whose
/// values are never the same twice, which are written as they are, and secrets, which no table may hold:
/// ``HPACKIndexing``. Strings are Huffman-coded where that is shorter.
///
/// Names are written in lower case whatever their spelling, since a message with another letter in a name is malformed
/// (RFC 9113 section 8.2.1), and other parts of the program spell `Content-Type`. Nothing else is checked.
package struct HPACKEncoder: Sendable {
    private(set) var table = HPACKEncoderTable()
    /// The smallest capacity since the last block; nil when it did not change.
    private var smallestCapacity: Int?

    package init() {}

    /// Takes the peer's SETTINGS_HEADER_TABLE_SIZE. When the table becomes another size by it, the next block says so
    /// at its beginning (section 4.2). More than 4096 octets are never used.
    package mutating func setPeerTableSize(_ size: Int) {
        let capacity = min(max(size, 0), HPACKEncoderTable.largestCapacity)
        guard capacity != table.fields.capacity else { return }
        smallestCapacity = min(smallestCapacity ?? capacity, capacity)
        table.setCapacity(capacity)
    }

    /// Appends a header block that holds these fields in this order; a pseudo-header field is one named `:path`. The
    /// block must be sent: the peer's table follows from it.
    package mutating func encode(_ fields: HeaderFields, into bytes: inout [UInt8]) {
        appendSizeUpdates(to: &bytes)
        fields.forEach { source, name, value in
            if Self.hasCapitals(source.extracting(name).bytes) {
                encodeInLowerCase(source, name: name, value: value, into: &bytes)
            } else {
                encode(source, name: name, value: value, into: &bytes)
            }
        }
    }

    /// The smallest size that the table had since the last block and the one that it has now (section 4.2).
    private mutating func appendSizeUpdates(to bytes: inout [UInt8]) {
        guard let smallest = smallestCapacity else { return }
        let capacity = table.fields.capacity
        if smallest < capacity { HPACKInteger.append(smallest, prefixBits: 5, pattern: 0x20, to: &bytes) }
        HPACKInteger.append(capacity, prefixBits: 5, pattern: 0x20, to: &bytes)
        smallestCapacity = nil
    }

    private mutating func encode(
        _ source: Span<UInt8>, name: Range<Int>, value: Range<Int>, into bytes: inout [UInt8]
    ) {
        let nameBytes = source.extracting(name).bytes
        let valueBytes = source.extracting(value).bytes
        let hash = HPACKNameHash.of(nameBytes)
        let known = HPACKKnownNames.shared.find(nameBytes, hash: hash)
        var nameIndex = 0
        if let known, known.staticIndex > 0 {
            nameIndex = known.staticIndex
            if let index = Self.staticIndex(of: known, valueBytes) {
                HPACKInteger.append(index, prefixBits: 7, pattern: 0x80, to: &bytes)
                return
            }
        }
        let indexing = known?.indexing ?? .added
        if indexing == .added {
            let match = table.find(nameBytes, valueBytes, hash: hash)
            let firstIndex = HPACKStaticTable.fields.count + 1
            if let index = match.field {
                HPACKInteger.append(firstIndex + index, prefixBits: 7, pattern: 0x80, to: &bytes)
                return
            }
            if nameIndex == 0, let index = match.name { nameIndex = firstIndex + index }
        }
        let place = HPACKPlace(start: 0, nameCount: name.count, valueCount: value.count)
        // A field that takes more than half of the table would push out what pays.
        let isAdded = indexing == .added && place.size <= table.fields.capacity / 2
        let (prefixBits, pattern): (Int, UInt8) = isAdded ? (6, 0x40) : indexing == .never ? (4, 0x10) : (4, 0)
        HPACKInteger.append(nameIndex, prefixBits: prefixBits, pattern: pattern, to: &bytes)
        if nameIndex == 0 { HPACKHuffmanEncoder.appendString(source.extracting(name), to: &bytes) }
        HPACKHuffmanEncoder.appendString(source.extracting(value), to: &bytes)
        if isAdded { table.insert(nameBytes, valueBytes, hash: hash) }
    }

    /// The index of a field of the static table with a known name and this value.
    private static func staticIndex(of known: HPACKKnownName, _ value: RawSpan) -> Int? {
        let fixed = HPACKStaticTable.shared
        for index in known.staticIndex..<known.staticIndex + known.staticCount {
            let place = fixed.places[index - 1]
            if place.valueCount == value.byteCount, fixed.bytes.span.extracting(place.value).bytes.equals(value) {
                return index
            }
        }
        return nil
    }

    /// Whether a name has one of the letters A to Z.
    private static func hasCapitals(_ name: RawSpan) -> Bool {
        var place = 0
        while let byte = name.byte(at: place) {
            if (0x41...0x5a).contains(byte) { return true }
            place += 1
        }
        return false
    }

    private mutating func encodeInLowerCase(
        _ source: Span<UInt8>, name: Range<Int>, value: Range<Int>, into bytes: inout [UInt8]
    ) {
        var lowered: [UInt8] = []
        lowered.append(contentsOf: source.extracting(name).bytes)
        for place in lowered.indices { lowered[place] = asciiLowercased(lowered[place]) }
        lowered.append(contentsOf: source.extracting(value).bytes)
        encode(lowered.span, name: 0..<name.count, value: name.count..<lowered.count, into: &bytes)
    }
}
