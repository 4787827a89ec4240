import TraceModel
import TracePlatform

/// Writes spans to stdout, one JSON object a line, for a person to read.
struct ConsolePoster: SpanPoster {
    func post(_ spans: [TraceSpan]) async -> ExportResult {
        let lines = spans.flatMap { HopLogEntry("span", HopLog.members(of: $0)).line }
        let isWritten = lines.withUnsafeBytes { StandardStream.output.write($0) }
        return isWritten ? ExportResult(delivered: spans.count) : ExportResult(dropped: spans.count)
    }
}
