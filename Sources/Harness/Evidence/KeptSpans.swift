import TraceBytes
import TraceModel

/// `spans.jsonl` of a kept run: the canonical reading of every accepted span, a line each, for people and their tools.
/// Judging again does not read it: the payloads are the evidence.
enum KeptSpans {
    static func bytes(_ exports: [ExportRecord]) -> [UInt8] {
        var lines: [UInt8] = []
        for export in exports {
            for span in export.acceptedSpans {
                lines += line(of: span, from: export)
                lines.append(UInt8(ascii: "\n"))
            }
        }
        return lines
    }

    private static func line(of span: TraceSpan, from export: ExportRecord) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.key(known: "export")
        json.write(export.number)
        json.key(known: "hop")
        json.write(export.hop)
        json.writeMembers(of: span)
        json.endObject()
        return json.bytes
    }
}
