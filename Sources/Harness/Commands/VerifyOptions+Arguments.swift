import TraceRules
import HopServer
import TraceConsole
import TracePlatform
import TracePropagation

extension VerifyOptions {
    init(_ arguments: Arguments, _ judging: JudgingOptions) throws(VerifyError) {
        guard let executable = Environment.executablePath else {
            throw .setUp("the path of this program is unknown, so it cannot start its hops")
        }
        let contexts = try Self.contexts(arguments[VerifyArguments.context])
        let settings = RunSettings(
            seed: arguments[VerifyArguments.seed] ?? .random(in: 0...UInt64(UInt32.max)),
            timeScale: arguments[VerifyArguments.timeScale], requests: arguments[VerifyArguments.requests],
            concurrency: arguments[VerifyArguments.concurrency], probes: arguments[VerifyArguments.probes],
            contexts: contexts,
            sampled: arguments[VerifyArguments.sampled], isSeeded: !arguments[VerifyArguments.unseeded],
            allowedServices: arguments[VerifyArguments.allowService],
            testsIndependence: judging.selection.includes(Claim.collectorIndependent.id),
            exportForms: try Self.exportForms(arguments[VerifyArguments.export]))
        self.init(settings: settings, hopExecutable: executable)
        waitSeconds = arguments[VerifyArguments.wait]
        readySeconds = arguments[VerifyArguments.ready]
        let rate = arguments[VerifyArguments.rate]
        requestsPerSecond = rate > 0 ? rate : nil
        for text in arguments[VerifyArguments.hop] {
            let (name, command) = try Self.pair(text, separator: "=", option: "--hop", form: "NAME=COMMAND")
            commands[name] = command
        }
        for text in arguments[VerifyArguments.fault] {
            let (name, fault) = try Self.pair(text, separator: ":", option: "--fault", form: "NAME:ID")
            do throws(HopFaultError) {
                _ = try HopFault.hooks(for: [fault])
            } catch {
                throw .setUp("--fault \(text): \(error)")
            }
            faults[name, default: []].append(fault)
        }
    }

    private static func exportForms(_ text: String) throws(VerifyError) -> [ExportForm] {
        if text == "all" { return ExportForm.together }
        if let form = ExportForm.wire.first(where: { $0.rawValue == text }) { return [form] }
        let names = ExportForm.wire.map(\.rawValue)
        let hint = nearest(to: text, among: names).map { "did you mean '\($0)'?" }
        throw .setUp("--export \(text): \(hint ?? "accepted are \(names.joined(separator: ", ")), or all")")
    }

    private static func contexts(_ text: String) throws(VerifyError) -> [String] {
        do throws(PropagatorsError) {
            return try Propagators(environment: text).names
        } catch {
            throw .setUp(
                "--context \(text): accepted are \(PropagationFormats.all.map(\.name).joined(separator: ", ")) with commas between, or none"
            )
        }
    }

    private static func pair(
        _ text: String, separator: Character, option: String, form: String
    ) throws(VerifyError) -> (String, String) {
        let parts = text.split(separator: separator, maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw .setUp("\(option) \(text): accepted is \(option) \(form)") }
        return (parts[0], parts[1])
    }
}
