import TraceConsole

/// How sizes and bytes read in reports.
enum ByteText {
    /// `512 bytes`, `64 KiB`, `8 MiB`: a unit where the size is a whole number of it.
    static func spell(_ count: Int) -> String {
        if count >= 1 << 20, count.isMultiple(of: 1 << 20) { return "\(count >> 20) MiB" }
        if count >= 1 << 10, count.isMultiple(of: 1 << 10) { return "\(count >> 10) KiB" }
        return counted(count, "byte")
    }

    /// The first bytes of a payload: `"{}"` when they are a text, `82 81 00` when not; nil without any.
    static func excerpt(_ bytes: [UInt8], atMost limit: Int = 16) -> String? {
        guard !bytes.isEmpty else { return nil }
        let first = bytes.prefix(limit)
        let dots = bytes.count > limit ? "…" : ""
        if first.allSatisfy({ (0x20...0x7e).contains($0) || $0 == 0x0a || $0 == 0x0d || $0 == 0x09 }) {
            return "\"\(String(decoding: first, as: UTF8.self))\"\(dots)"
        }
        return first.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ") + dots
    }
}
