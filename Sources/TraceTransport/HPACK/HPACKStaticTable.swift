/// The fields that every connection knows (RFC 7541 appendix A).
struct HPACKStaticTable: Sendable {
    static let shared = HPACKStaticTable()

    /// The fields as ``HeaderFields`` keeps them, `name: value`, so that one is taken over in one piece.
    private(set) var bytes: [UInt8] = []
    private(set) var places: [HPACKPlace] = []

    private init() {
        for (name, value) in Self.fields {
            places.append(
                HPACKPlace(start: bytes.count, nameCount: name.utf8.count, valueCount: value.utf8.count))
            bytes += Array("\(name): \(value)".utf8)
        }
    }

    /// The first index is 1, so that the field with index n is the one before it.
    static let fields: [(name: String, value: String)] = [
        (":authority", ""),
        (":method", "GET"),
        (":method", "POST"),
        (":path", "/"),
        (":path", "/index.html"),
        (":scheme", "http"),
        (":scheme", "https"),
        (":status", "200"),
        (":status", "204"),
        (":status", "206"),
        (":status", "304"),
        (":status", "400"),
        (":status", "404"),
        (":status", "500"),
        ("accept-charset", ""),
        ("accept-encoding", "gzip, deflate"),
        ("accept-language", ""),
        ("accept-ranges", ""),
        ("accept", ""),
        ("access-control-allow-origin", ""),
        ("age", ""),
        ("allow", ""),
        ("authorization", ""),
        ("cache-control", ""),
        ("content-disposition", ""),
        ("content-encoding", ""),
        ("content-language", ""),
        ("content-length", ""),
        ("content-location", ""),
        ("content-range", ""),
        ("content-type", ""),
        ("cookie", ""),
        ("date", ""),
        ("etag", ""),
        ("expect", ""),
        ("expires", ""),
        ("from", ""),
        ("host", ""),
        ("if-match", ""),
        ("if-modified-since", ""),
        ("if-none-match", ""),
        ("if-range", ""),
        ("if-unmodified-since", ""),
        ("last-modified", ""),
        ("link", ""),
        ("location", ""),
        ("max-forwards", ""),
        ("proxy-authenticate", ""),
        ("proxy-authorization", ""),
        ("range", ""),
        ("referer", ""),
        ("refresh", ""),
        ("retry-after", ""),
        ("server", ""),
        ("set-cookie", ""),
        ("strict-transport-security", ""),
        ("transfer-encoding", ""),
        ("user-agent", ""),
        ("vary", ""),
        ("via", ""),
        ("www-authenticate", ""),
    ]
}

/// Where a field `name: value` lies in the bytes of a table.
struct HPACKPlace: Sendable {
    var start: Int
    let nameCount: Int
    let valueCount: Int

    var name: Range<Int> { start..<start + nameCount }
    var value: Range<Int> { start + nameCount + 2..<start + nameCount + 2 + valueCount }
    var line: Range<Int> { start..<start + nameCount + 2 + valueCount }
    /// The octets that the field counts for in a table (RFC 7541 section 4.1) and in a list of fields (RFC 9113 section
    /// 6.5.2).
    var size: Int { nameCount + valueCount + 32 }
}
