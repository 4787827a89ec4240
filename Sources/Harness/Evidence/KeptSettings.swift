import HopServer
import TraceBytes

/// The settings of a run as JSON; the seed is a string, since it has 64 bits and many readers round numbers.
enum KeptSettings {
    static func json(_ settings: RunSettings) -> JSONValue {
        .object([
            .init("seed", .string(String(settings.seed))), .init("seeded", .bool(settings.isSeeded)),
            .init("time_scale", .number(settings.timeScale)), .init("requests", .number(settings.requests)),
            .init("concurrency", .number(settings.concurrency)), .init("probes", .number(settings.probes)),
            .init("contexts", .array(settings.contexts.map(JSONValue.string))),
            .init("sampled", .string(settings.sampled.rawValue)),
            .init("allowed_services", .array(settings.allowedServices.map(JSONValue.string))),
            .init("tests_independence", .bool(settings.testsIndependence)),
            .init("exports", .array(settings.exportForms.map { .string($0.rawValue) })),
        ])
    }

    static func settings(_ fields: KeptFields) throws(KeptFieldError) -> RunSettings {
        guard let seed = UInt64(try fields.text("seed")) else {
            throw fields.mistyped("seed", "a 64-bit number in quotes")
        }
        guard let sampled = SampledOption(rawValue: try fields.text("sampled")) else {
            throw fields.mistyped("sampled", "one of \(SampledOption.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        let forms = try fields.optional("exports") == nil ? ["zipkin-v2"] : fields.texts("exports")
        let exportForms = forms.compactMap(ExportForm.init(rawValue:))
        guard exportForms.count == forms.count, !forms.isEmpty else {
            throw fields.mistyped("exports", "names of \(ExportForm.wire.map(\.rawValue).joined(separator: ", "))")
        }
        return RunSettings(
            seed: seed, timeScale: try fields.double("time_scale", in: 0...1_000_000),
            requests: try fields.count("requests"), concurrency: try fields.count("concurrency"),
            probes: try fields.count("probes"), contexts: try fields.texts("contexts"), sampled: sampled,
            isSeeded: try fields.boolean("seeded"), allowedServices: try fields.texts("allowed_services"),
            testsIndependence: try fields.boolean("tests_independence"), exportForms: exportForms)
    }
}
