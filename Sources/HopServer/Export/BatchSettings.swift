/// How spans are gathered for export: the batch span processor's environment variables
/// (OpenTelemetry SDK environment variable specification, "Batch Span Processor").
package struct BatchSettings: Sendable, Hashable {
    /// `OTEL_BSP_SCHEDULE_DELAY`: milliseconds from the first waiting span to its export.
    package var scheduleDelayMillis = 5000
    /// `OTEL_BSP_EXPORT_TIMEOUT`: milliseconds that one export may take.
    package var exportTimeoutMillis = 30000
    /// `OTEL_BSP_MAX_QUEUE_SIZE`, spans.
    package var maxQueueSize = 2048
    /// `OTEL_BSP_MAX_EXPORT_BATCH_SIZE`, spans; at most ``maxQueueSize``.
    package var maxExportBatchSize = 512

    package init() {}

    /// From the environment. An empty value is unset; one that is not a positive number is ignored and named in
    /// `complaints`, as the specification asks.
    package init(environment: [String: String], complaints: inout [String]) {
        func number(_ name: String, _ standard: Int, allowsZero: Bool = false) -> Int {
            guard let text = environment[name], !text.isEmpty else { return standard }
            guard let value = Int(text), value > 0 || (allowsZero && value == 0) else {
                complaints.append(
                    "\(name)=\(text) is not a \(allowsZero ? "whole" : "positive whole") number; using \(standard)")
                return standard
            }
            return value
        }
        scheduleDelayMillis = number("OTEL_BSP_SCHEDULE_DELAY", scheduleDelayMillis, allowsZero: true)
        exportTimeoutMillis = number("OTEL_BSP_EXPORT_TIMEOUT", exportTimeoutMillis)
        maxQueueSize = number("OTEL_BSP_MAX_QUEUE_SIZE", maxQueueSize)
        maxExportBatchSize = number("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", maxExportBatchSize)
        if maxExportBatchSize > maxQueueSize {
            complaints.append(
                "OTEL_BSP_MAX_EXPORT_BATCH_SIZE=\(maxExportBatchSize) exceeds the queue of \(maxQueueSize); using \(maxQueueSize)"
            )
            maxExportBatchSize = maxQueueSize
        }
    }
}
