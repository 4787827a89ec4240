import TraceBytes
import TraceConsole

/// The bytes around a place with the place marked: text as text, everything else as hexadecimal digits beside its text.
///
/// ```
/// …,"traceId":"463AC35C9F6413AD","id":"a2fb…
///             ^^^^^^^^^^^^^^^^^^
/// 00000470  0a 10 4b f9 2f 35 77 b3  |..K./5w.|
///                 ^^
/// ```
struct ExcerptText {
    let lines: [String]

    init(_ excerpt: PayloadExcerpt, on page: ReportPage, indent: Int) {
        let room = max(page.style.width - indent, 20)
        lines = excerpt.isText ? Self.text(excerpt, page, room) : Self.hexadecimal(excerpt, room)
    }

    private static func text(_ excerpt: PayloadExcerpt, _ page: ReportPage, _ room: Int) -> [String] {
        func legible(_ range: Range<Int>) -> String {
            page.legible(String(decoding: excerpt.bytes[range], as: UTF8.self).replacing("\n", with: " "))
        }
        let marked = legible(excerpt.mark).truncated(toWidth: room / 2, mark: page.ellipsis)
        // What stands before is of less use the farther it is; what stands behind has the rest of the line.
        let before = legible(0..<excerpt.mark.lowerBound)
        let shownBefore = lastPart(of: before, width: room / 4)
        let left = (shownBefore.count < before.count || excerpt.offset > 0 ? page.ellipsis : "") + shownBefore
        let behind = legible(excerpt.mark.upperBound..<excerpt.bytes.count)
        let rest = max(room - left.displayWidth - marked.displayWidth, 0)
        let line = left + marked + behind.truncated(toWidth: rest, mark: page.ellipsis)
        let carets = String(repeating: "^", count: max(marked.displayWidth, 1))
        return [line, String(repeating: " ", count: left.displayWidth) + carets]
    }

    private static func lastPart(of text: String, width: Int) -> String {
        var part = Substring(text)
        while part.displayWidth > width { part.removeFirst() }
        return String(part)
    }

    /// Rows of 16 or, on a narrow terminal, 8 bytes from the one with the mark on, and one before it.
    private static func hexadecimal(_ excerpt: PayloadExcerpt, _ room: Int) -> [String] {
        let width = room >= 10 + 16 * 3 + 1 + 18 ? 16 : 8
        let marked = excerpt.offset + excerpt.mark.lowerBound
        let firstRow = max(marked / width - 1, 0) * width
        var lines: [String] = []
        for row in stride(from: firstRow, through: marked / width * width + width, by: width) {
            let cells = (row..<row + width).map { place -> UInt8? in
                let index = place - excerpt.offset
                return excerpt.bytes.indices.contains(index) ? excerpt.bytes[index] : nil
            }
            guard cells.contains(where: { $0 != nil }) else { continue }
            let digits = cells.map { $0.map { hexDigits([$0]) } ?? "  " }.joined(separator: " ")
            let text = cells.map { $0.map { (0x20..<0x7f).contains($0) ? String(UnicodeScalar($0)) : "." } ?? " " }
            let place = String(row, radix: 16)
            lines.append(
                "\(String(repeating: "0", count: max(8 - place.count, 0)))\(place)  \(digits)  |\(text.joined())|")
            if (row..<row + width).contains(marked) {
                let column = 10 + (marked - row) * 3
                lines.append(String(repeating: " ", count: column) + "^^")
            }
        }
        return lines
    }
}
