import TraceBytes

/// Decodes the header blocks of one direction of a connection, in the order in which they came (RFC 7541).
///
/// Its state is the dynamic table, which every block may change: blocks of streams that are of no interest must be
/// decoded too. After an error the decoder is of no use, as is the connection.
///
/// What a block costs is bounded. Its integers have six octets at most; a length is compared with what is left of the
/// block. Fields are stored up to ``maxListBytes``, and what refers to a table is only counted beyond that. The one
/// copy that a few octets can ask for again and again is a new table entry with an old one's name, which is no longer
/// than the table.
package struct HPACKDecoder: Sendable {
    /// What the peer's encoder may use at most: the SETTINGS_HEADER_TABLE_SIZE that it has acknowledged.
    package private(set) var maxTableSize: Int
    /// Octets of the fields of one block, 32 for each beside its own (RFC 9113 section 6.5.2); 64 KiB. Stops blocks
    /// that refer to a large table entry over and over.
    package let maxListBytes: Int

    private(set) var table: HPACKDynamicTable
    /// The smallest limit since the last block, when the table may be larger: the next block must begin with an update
    /// that is no larger.
    private var owedSize: Int?
    /// The field that is being put together: `name: value`.
    private var line: [UInt8] = []
    /// Room of ``line`` that is kept from one block to the next.
    private static let keptLineBytes = 16 << 10

    /// - Parameter maxTableSize: 4096 at the beginning of an HTTP/2 connection, whatever this side advertises: settings
    ///   hold from their acknowledgment on.
    package init(maxTableSize: Int = 4096, maxListBytes: Int = 64 << 10) {
        self.maxTableSize = max(maxTableSize, 0)
        self.maxListBytes = maxListBytes
        table = HPACKDynamicTable(capacity: self.maxTableSize)
    }

    /// Takes a SETTINGS_HEADER_TABLE_SIZE of this side that the peer has acknowledged.
    ///
    /// When the table may be larger at present, the peer's next block must begin with an update to this size or less;
    /// when the limit changes several times before that block, to the smallest of them (RFC 7541 section 4.2).
    package mutating func setMaxTableSize(_ size: Int) {
        maxTableSize = max(size, 0)
        if maxTableSize < owedSize ?? table.capacity { owedSize = maxTableSize }
    }

    /// Appends the fields of one whole header block, in their order; a pseudo-header field is one named `:path`.
    ///
    /// Names and values are whatever bytes were sent: that names are in lower case and that no value holds a line feed
    /// is for HTTP/2 to check (RFC 9113 section 8.2.1).
    ///
    /// - Parameters:
    ///   - block: the fragments of HEADERS and of all CONTINUATION frames, joined.
    ///   - fields: after an error, those that came before it were added.
    package mutating func decode(
        _ block: RawSpan, into fields: inout HeaderFields
    ) throws(HPACKError) -> HPACKDecoding {
        if fields.isEmpty {
            // What fields mostly take, so that those of a message are not moved while they come.
            let count = min(block.byteCount, 16)
            fields.reserveCapacity(bytes: 32 * count + min(block.byteCount, maxListBytes), fields: count)
        }
        var reader = HPACKReader(block)
        var list = HPACKListSize(limit: maxListBytes)
        try readSizeUpdates(from: &reader)
        while let first = reader.next {
            if first & 0x80 != 0 {
                try readIndexed(from: &reader, into: &fields, &list)
            } else if first & 0x40 != 0 {
                try readLiteral(from: &reader, prefixBits: 6, isAdded: true, into: &fields, &list)
            } else if first & 0x20 != 0 {
                throw HPACKError(.sizeUpdateBehindField, at: reader.offset)
            } else {
                // Without indexing, or never to be indexed, which is the same to whoever passes nothing on.
                try readLiteral(from: &reader, prefixBits: 4, isAdded: false, into: &fields, &list)
            }
        }
        if line.capacity > Self.keptLineBytes { line = [] }
        return list.isWithinLimit ? .complete : .listTooLarge(bytes: list.bytes)
    }

    /// Section 6.3. There may be several: the smallest size between two blocks and the last one are both told. That
    /// they are two at most is the encoder's duty, and more do no harm.
    private mutating func readSizeUpdates(from reader: inout HPACKReader) throws(HPACKError) {
        while let first = reader.next, first & 0xe0 == 0x20 {
            let start = reader.offset
            let size = try reader.readInteger(prefixBits: 5)
            guard size <= maxTableSize else { throw HPACKError(.sizeUpdateTooLarge, at: start) }
            table.setCapacity(size)
            if let owed = owedSize, size <= owed { owedSize = nil }
        }
        // RFC 9113 section 4.3.1.
        guard owedSize == nil else { throw HPACKError(.missingSizeUpdate, at: reader.offset) }
    }

    /// Section 6.1.
    private func readIndexed(
        from reader: inout HPACKReader, into fields: inout HeaderFields, _ list: inout HPACKListSize
    ) throws(HPACKError) {
        let start = reader.offset
        let index = try reader.readInteger(prefixBits: 7)
        guard index > 0 else { throw HPACKError(.zeroIndex, at: start) }
        let fixed = HPACKStaticTable.shared
        if index <= fixed.places.count {
            let place = fixed.places[index - 1]
            guard list.admits(place.size) else { return }
            fields.append(from: fixed.bytes.span, name: place.name, value: place.value)
        } else {
            guard let place = table.place(at: index - fixed.places.count - 1) else {
                throw HPACKError(.indexOutOfRange, at: start)
            }
            guard list.admits(place.size) else { return }
            fields.append(from: table.bytes.span, name: place.name, value: place.value)
        }
    }

    /// Section 6.2.
    private mutating func readLiteral(
        from reader: inout HPACKReader, prefixBits: Int, isAdded: Bool, into fields: inout HeaderFields,
        _ list: inout HPACKListSize
    ) throws(HPACKError) {
        let start = reader.offset
        let index = try reader.readInteger(prefixBits: prefixBits)
        // Taken out meanwhile, so that the table can change while the line is looked at.
        var line: [UInt8] = []
        swap(&line, &self.line)
        defer { swap(&line, &self.line) }
        line.removeAll(keepingCapacity: true)
        let nameCount: Int
        if index == 0 {
            let name = try reader.readString()
            try Self.append(name, of: reader.block, to: &line)
            nameCount = line.count
        } else {
            let isWanted = isAdded || list.isWithinLimit
            nameCount = try append(nameAt: index, isWanted: isWanted, at: start, to: &line)
        }
        line.append(0x3a)
        line.append(0x20)
        let valueStart = line.count
        let value = try reader.readString()
        try Self.append(value, of: reader.block, to: &line)
        let place = HPACKPlace(start: 0, nameCount: nameCount, valueCount: line.count - valueStart)
        if list.admits(place.size) { fields.append(from: line.span, name: place.name, value: place.value) }
        if isAdded {
            table.insert(line.span.extracting(place.name).bytes, line.span.extracting(place.value).bytes)
        }
    }

    private static func append(
        _ string: HPACKString, of block: RawSpan, to line: inout [UInt8]
    ) throws(HPACKError) {
        if string.isHuffmanCoded {
            try HPACKHuffmanDecoder.decode(block, range: string.range, into: &line)
        } else {
            line.append(contentsOf: block.clamped(to: string.range))
        }
    }

    /// Appends the name of a field of the tables, or only says how long it is.
    private func append(
        nameAt index: Int, isWanted: Bool, at start: Int, to line: inout [UInt8]
    ) throws(HPACKError) -> Int {
        let fixed = HPACKStaticTable.shared
        if index <= fixed.places.count {
            let name = fixed.places[index - 1].name
            if isWanted { line.append(contentsOf: fixed.bytes.span.extracting(name).bytes) }
            return name.count
        }
        guard let place = table.place(at: index - fixed.places.count - 1) else {
            throw HPACKError(.indexOutOfRange, at: start)
        }
        if isWanted { line.append(contentsOf: table.bytes.span.extracting(place.name).bytes) }
        return place.nameCount
    }
}
