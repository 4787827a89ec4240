import TraceBytes
import TraceModel
import TracePlatform

extension KeptRun {
    /// Writes the run into a folder, which is made where it is missing.
    ///
    /// `run.json` comes last and in one step: a folder without it is not a kept run.
    package func write(to folder: String) throws(KeptRunError) {
        guard !Files.exists("\(folder)/run.json") else { throw .alreadyHolds(folder: folder) }
        try checkPayloads()
        do throws(FileError) {
            for part in ["payloads", "configs", "logs"] { try Files.createDirectory("\(folder)/\(part)") }
            try writePayloads(folder)
            for file in configurations {
                try Files.write(file.bytes, to: "\(folder)/\(Self.configurationPath(file.name))")
            }
            for log in logs { try Files.write(log.bytes, to: "\(folder)/\(Self.logPath(ofHop: log.name))") }
            try writeLines(folder)
            try Files.writeAtomically(runJSON.serialized(indent: 2) + [0x0a], to: "\(folder)/run.json")
        } catch {
            throw .file(error)
        }
    }

    private func checkPayloads() throws(KeptRunError) {
        for export in evidence.exports {
            if case .accepted = export.result, payloads[export.number] == nil {
                throw .missingPayload(export: export.number)
            }
        }
    }

    private func writePayloads(_ folder: String) throws(FileError) {
        for (number, bytes) in payloads { try Files.write(bytes, to: "\(folder)/\(Self.payloadPath(number))") }
    }

    private func writeLines(_ folder: String) throws(FileError) {
        // One redactor, so that equal secrets stay equal over all edges.
        var redactor = SecretRedactor()
        let requests = evidence.requests.map { KeptRequests.json($0, &redactor) }
        let exchanges = evidence.exchanges.map { KeptExchanges.json($0, &redactor) }
        try Self.write(requests, to: "\(folder)/requests.jsonl")
        try Self.write(exchanges, to: "\(folder)/exchanges.jsonl")
        try Self.write(evidence.exports.map(KeptExports.json), to: "\(folder)/exports.jsonl")
        try Files.write(KeptSpans.bytes(evidence.exports), to: "\(folder)/spans.jsonl")
    }

    private static func write(_ values: [JSONValue], to path: String) throws(FileError) {
        var bytes: [UInt8] = []
        for value in values {
            bytes += value.serialized()
            bytes.append(0x0a)
        }
        try Files.write(bytes, to: path)
    }

    private var runJSON: JSONValue {
        .object([
            .init("schema_version", .number(Self.schemaVersion)),
            .init("settings", KeptSettings.json(evidence.settings)), .init("chain", KeptChain.json(evidence.chain)),
            .init("started_unix_nanos", .number(evidence.started.nanoseconds)),
            .init("ended_unix_nanos", .number(evidence.ended.nanoseconds)),
            .init("requests", .number(evidence.requests.count)),
            .init("exchanges", .number(evidence.exchanges.count)), .init("exports", .number(evidence.exports.count)),
            .init("hop_ends", .array(evidence.hopEnds.map(KeptHopEnds.json))),
            .init("lags", KeptLags.json(evidence.lags)),
            .init("configs", .array(configurations.map { .string($0.name) })),
            .init("logs", .array(logs.map { .string($0.name) })),
        ])
    }
}
