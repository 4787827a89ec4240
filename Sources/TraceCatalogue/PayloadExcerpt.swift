import TraceBytes

/// The bytes around a place of a payload.
public struct PayloadExcerpt: Sendable, Hashable {
    /// The offset of the first byte in the payload without its content codings.
    public let offset: Int
    public let bytes: [UInt8]
    /// What is to blame, counted in ``bytes``; never empty.
    public let mark: Range<Int>
    /// Whether the payload is text.
    public let isText: Bool

    /// How much is shown before and behind the marked place.
    static let around = 48
    /// How much of a marked value is shown.
    static let longestMark = 64

    /// nil where the offset is not in the payload.
    init?(of content: [UInt8], at offset: Int) {
        guard offset >= 0, offset < content.count else { return nil }
        isText = content.first.map { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") } ?? false
        let length = isText ? Self.valueLength(in: content, at: offset) : 1
        let end = min(offset + min(max(length, 1), Self.longestMark), content.count)
        let start = max(offset - Self.around, 0)
        bytes = Array(content[start..<min(end + Self.around, content.count)])
        self.offset = start
        mark = offset - start..<end - start
    }

    /// How many bytes the value of JSON takes that begins at an offset; 1 when none does.
    private static func valueLength(in content: [UInt8], at offset: Int) -> Int {
        var reader = JSONReader(content.span.bytes.extracting(offset...), depthLimit: DecodingLimits.default.depth)
        do throws(ReadError) {
            try reader.skipValue()
            return reader.position
        } catch {
            return 1
        }
    }
}
