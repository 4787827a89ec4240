import HopServer
import Testing

/// OpenTelemetry SDK environment variable specification, "Batch Span Processor".
@Suite struct BatchSettingsTests {
    @Test(
        arguments: [
            ([:], [5000, 30000, 2048, 512], []),
            (["OTEL_BSP_SCHEDULE_DELAY": "10", "OTEL_BSP_EXPORT_TIMEOUT": "200"], [10, 200, 2048, 512], []),
            // Empty is unset.
            (["OTEL_BSP_MAX_QUEUE_SIZE": "", "OTEL_BSP_SCHEDULE_DELAY": "0"], [0, 30000, 2048, 512], []),
            (["OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "0"], [5000, 30000, 2048, 512], ["OTEL_BSP_MAX_EXPORT_BATCH_SIZE=0"]),
            (["OTEL_BSP_MAX_QUEUE_SIZE": "many"], [5000, 30000, 2048, 512], ["OTEL_BSP_MAX_QUEUE_SIZE=many"]),
            // A batch cannot be larger than the queue.
            (["OTEL_BSP_MAX_QUEUE_SIZE": "100"], [5000, 30000, 100, 100], ["OTEL_BSP_MAX_EXPORT_BATCH_SIZE=512"]),
        ] as [([String: String], [Int], [String])])
    func variablesReplaceTheDefaults(environment: [String: String], values: [Int], complaints: [String]) {
        var found: [String] = []
        let settings = BatchSettings(environment: environment, complaints: &found)
        #expect(
            [
                settings.scheduleDelayMillis, settings.exportTimeoutMillis, settings.maxQueueSize,
                settings.maxExportBatchSize,
            ] == values)
        #expect(found.count == complaints.count)
        for (text, name) in zip(found, complaints) { #expect(text.hasPrefix(name)) }
    }
}
