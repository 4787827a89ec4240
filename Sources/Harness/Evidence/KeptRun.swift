/// A run in a folder, judged again with the same result by `harness verify --from DIR`.
///
/// ```
/// run.json          schema version, settings, chain, hop ends, lags, the times of start and end; written last
/// requests.jsonl    a line for each request of the client
/// exchanges.jsonl   a line for each call that a tap saw
/// exports.jsonl     a line for each payload that the collector took
/// payloads/0000.bin its bytes as they were decoded, by its number
/// spans.jsonl       the spans in the accepted ones, a line each, for people; not read again
/// configs/          the configuration files as they were read
/// logs/             what each hop said, `app-a.log`
/// ```
///
/// Spans are decoded again from the payloads. Values of secret headers are replaced before anything is
/// written (``SecretHeaders``). `docs/REPORT-FORMAT.md` describes the members.
package struct KeptRun: Sendable {
    package static let schemaVersion = 1

    package var evidence: RunEvidence
    /// By the number of the export; every accepted one must be there.
    package var payloads: [Int: [UInt8]]
    /// Under their file names: `config-app-a.yaml`.
    package var configurations: [KeptFile]
    /// Under the names of the hops. Logs that stand in the folder already need not be given.
    package var logs: [KeptFile]

    package init(
        evidence: RunEvidence, payloads: [Int: [UInt8]], configurations: [KeptFile] = [], logs: [KeptFile] = []
    ) {
        self.evidence = evidence
        self.payloads = payloads
        self.configurations = configurations
        self.logs = logs
    }

    /// Where the log of a hop stands below the folder of a run: `logs/app-a.log`.
    package static func logPath(ofHop name: String) -> String { "logs/\(fileName(name)).log" }

    /// A file name for any text: ASCII letters, digits, `-`, `_` and inner dots stand for themselves, everything else
    /// is a percent sign and two digits, `team%2Fapp-a`. Cut at 180 bytes, since file systems take 255.
    static func fileName(_ text: String) -> String {
        var name = ""
        for (position, byte) in text.utf8.enumerated() {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x5f: name += String(Unicode.Scalar(byte))
            case 0x2e where position > 0: name += "."
            default: name += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
            if name.utf8.count > 180 { break }
        }
        return name.isEmpty ? "%" : name
    }

    static func payloadPath(_ number: Int) -> String {
        let digits = String(number)
        return "payloads/\(String(repeating: "0", count: max(4 - digits.count, 0)))\(digits).bin"
    }

    static func configurationPath(_ name: String) -> String { "configs/\(fileName(name))" }
}

/// A file with the name that the run knows it by.
package struct KeptFile: Sendable, Hashable {
    package var name: String
    package var bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}
