import TraceYAML

/// Gives a configuration file other values and leaves every other byte as it is: comments, quotes, order, line ends.
///
/// A value is replaced where it stands, and inserted where its key is missing or empty. What comes through an alias is
/// replaced at the alias; where an alias elsewhere names a value that is replaced, it gets the old value written out,
/// so that it keeps its meaning. The result is read again and compared before it is returned.
package struct HopConfigurationRewriter: Sendable {
    private let file: HopConfigurationFile

    package init(_ file: HopConfigurationFile) { self.file = file }

    /// A new value for a setting, and how it is written.
    package enum Value: Hashable, Sendable {
        case integer(Int)
        /// Written in double quotes, which mean the same in every place.
        case text(String)

        var text: String {
            switch self {
            case .integer(let value): String(value)
            case .text(let text): YAMLFlowText.doubleQuoted(text)
            }
        }
    }

    /// The file with the values that a run decides: `upstream` is left as it is when `nil`, as at a last hop.
    package func rewritten(
        port: UInt16, upstream: String?, endpoint: String, exportForm: ExportForm? = nil
    ) throws(ConfigurationRewriteError) -> [UInt8] {
        var values: [HopSetting: Value] = [.serverPort: .integer(Int(port)), .endpoint: .text(endpoint)]
        values[.upstreamHost] = upstream.map(Value.text)
        values[.exportForm] = exportForm.map { .text($0.rawValue) }
        return try rewritten(values)
    }

    /// The file with other values for any of `serverPort`, `upstreamHost`, `endpoint` and `exportForm`.
    package func rewritten(_ values: [HopSetting: Value]) throws(ConfigurationRewriteError) -> [UInt8] {
        let expected = try expectedConfiguration(values)
        var edits = TextEdits()
        // By block, since an alias in place of a block takes all its values at once.
        for block in HopSetting.settings(in: nil) {
            let ofBlock = HopSetting.settings(in: block).compactMap { setting in
                values[setting].map { (key: setting.key, text: $0.text) }
            }
            guard !ofBlock.isEmpty else { continue }
            guard let node = file.node(of: block) else { throw .notReproduced }
            BlockEdit(block: block.key, node: node, document: file.document).replace(ofBlock, in: &edits)
        }
        AliasEdits(root: file.document.root).keepMeanings(besides: &edits)
        let bytes = edits.applied(to: file.document.bytes)
        do {
            let result = try HopConfigurationFile(parsing: bytes, fileName: file.document.fileName)
            guard result.configuration == expected else { throw ConfigurationRewriteError.notReproduced }
        } catch let error as ConfigurationProblems {
            throw .invalid(error)
        } catch {
            throw .notReproduced
        }
        return bytes
    }

    private func expectedConfiguration(
        _ values: [HopSetting: Value]
    ) throws(ConfigurationRewriteError) -> HopConfiguration {
        // The new values in a file of their own are read by the rules for all values.
        var lines = "server: {name: x, port: \(values[.serverPort]?.text ?? "0")}\n"
        lines += "traffic: {upstream_host: \(values[.upstreamHost]?.text ?? "null")}\n"
        lines += "tracing: {endpoint: \(values[.endpoint]?.text ?? "\"http://x\""), "
        lines += "protocol: \(values[.exportForm]?.text ?? "null")}\n"
        let given: HopConfiguration
        do {
            given = try HopConfigurationFile(parsing: Array(lines.utf8), fileName: "new values").configuration
        } catch {
            throw .invalid(error)
        }
        var expected = file.configuration
        for setting in values.keys {
            switch setting {
            case .serverPort: expected.server.port = given.server.port
            case .upstreamHost: expected.traffic.upstream = given.traffic.upstream
            case .endpoint: expected.tracing.endpoint = given.tracing.endpoint
            case .exportForm: expected.tracing.exportForm = given.tracing.exportForm
            default: throw .notRewritable(setting)
            }
        }
        return expected
    }
}

/// Why a file was not rewritten.
package enum ConfigurationRewriteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A new value is not valid.
    case invalid(ConfigurationProblems)
    /// Only ports and addresses change between runs.
    case notRewritable(HopSetting)
    /// The new text would have meant something else than the old one with the new values.
    case notReproduced

    package var description: String {
        switch self {
        case .invalid(let problems): problems.description
        case .notRewritable(let setting): "\(setting.rawValue) is not a value that can be replaced"
        case .notReproduced: "the values cannot be replaced without changing others"
        }
    }
}
