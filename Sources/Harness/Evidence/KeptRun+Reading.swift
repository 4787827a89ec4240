import TraceBytes
import TraceModel
import TracePlatform

extension KeptRun {
    /// Reads the run that a folder holds.
    ///
    /// - Parameter decode: decodes the bytes of an accepted payload again, by its form (`zipkin-v2-json`). Refused and
    ///   unanswered exports stay what they were, since their answers were the collector's to give.
    package init(
        reading folder: String, decode: (_ form: String, _ bytes: [UInt8]) -> ExportRecord.Result
    ) throws(KeptRunError) {
        let reader = KeptFolder(folder)
        let path = reader.path("run.json")
        guard Files.exists(path) || !Files.isDirectory(folder) else { throw .notARun(folder: folder) }
        let json = try reader.document("run.json")
        let kept = try reader.placing("run.json", line: nil) { () throws(KeptFieldError) in try KeptHead(json) }
        guard kept.version == "\(Self.schemaVersion)" else { throw .otherVersion(path: path, found: kept.version) }
        let head = try reader.placing("run.json", line: nil) { () throws(KeptFieldError) in try kept.contents() }

        let hops = head.chain.hops.count
        // The client draws more requests than it sends: numbers grow, with gaps.
        var nextNumber = 0
        let requests = try reader.lines("requests.jsonl", count: head.requests) { _, fields throws(KeptFieldError) in
            let request = try KeptRequests.request(fields)
            guard request.number >= nextNumber else { throw fields.mistyped("number", "\(nextNumber) or more") }
            nextNumber = request.number + 1
            return request
        }
        let exchanges = try reader.lines("exchanges.jsonl", count: head.exchanges) {
            _, fields throws(KeptFieldError) in try KeptExchanges.exchange(fields, hops: hops)
        }
        var exports = try reader.lines("exports.jsonl", count: head.exports) { line, fields throws(KeptFieldError) in
            let export = try KeptExports.export(fields, hops: hops)
            guard export.number == line else { throw fields.mistyped("number", "\(line), as its place says") }
            return export
        }
        payloads = [:]
        for index in exports.indices {
            let export = exports[index]
            let path = Self.payloadPath(export.number)
            if case .accepted = export.result {
                let bytes = try reader.bytes(path)
                exports[index].result = decode(export.form, bytes)
                payloads[export.number] = bytes
            } else if Files.exists(reader.path(path)) {
                payloads[export.number] = try reader.bytes(path)
            }
        }
        evidence = RunEvidence(
            settings: head.settings, chain: head.chain, requests: requests, exchanges: exchanges, exports: exports,
            hopEnds: head.hopEnds, lags: head.lags, started: head.started, ended: head.ended)
        guard evidence.hasPlausibleClock else {
            throw .damaged(path: path, line: nil, reason: "the clock readings of the run lie more than 13 days apart")
        }
        configurations = []
        for name in head.configurations {
            configurations.append(KeptFile(name: name, bytes: try reader.bytes(Self.configurationPath(name))))
        }
        logs = []
        for name in head.logs { logs.append(KeptFile(name: name, bytes: try reader.bytes(Self.logPath(ofHop: name)))) }
    }
}

/// `run.json`, of which the version is read before anything else.
private struct KeptHead {
    private let fields: KeptFields
    /// As spelt.
    let version: String

    init(_ json: JSONValue) throws(KeptFieldError) {
        fields = try KeptFields(json)
        let value = try fields.value("schema_version")
        version = value.integer.map(String.init) ?? value.text ?? "of another kind"
    }

    struct Contents {
        let settings: RunSettings
        let chain: ChainTopology
        let hopEnds: [HopEnd]
        let lags: LoopLags
        let started: Timestamp
        let ended: Timestamp
        let requests: Int
        let exchanges: Int
        let exports: Int
        let configurations: [String]
        let logs: [String]
    }

    func contents() throws(KeptFieldError) -> Contents {
        let chain = try KeptChain.chain(fields, "chain")
        var ends: [HopEnd] = []
        for end in try fields.objects("hop_ends") { ends.append(try KeptHopEnds.end(end)) }
        guard ends.count == chain.hops.count else {
            throw fields.mistyped("hop_ends", "an array with one end for each of the \(chain.hops.count) hops")
        }
        return Contents(
            settings: try KeptSettings.settings(try fields.fields("settings")), chain: chain, hopEnds: ends,
            lags: try KeptLags.lags(fields, "lags"), started: try fields.timestamp("started_unix_nanos"),
            ended: try fields.timestamp("ended_unix_nanos"), requests: try fields.count("requests"),
            exchanges: try fields.count("exchanges"), exports: try fields.count("exports"),
            configurations: try fields.texts("configs"), logs: try fields.texts("logs"))
    }
}
