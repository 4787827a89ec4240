import TraceConsole
import TracePlatform
import TraceYAML

/// Reads the folder of a chain: the hops that `chain.yaml` names, or every `config-*.yaml`.
///
///     # chain.yaml
///     hops: [config-app-a.yaml, config-app-b.yaml]
package enum ChainFolder {
    package static func read(_ path: String) throws(ChainFixtureError) -> ChainFixture {
        // `DIR/` as shells complete it.
        let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        guard Files.isDirectory(path) else {
            throw ChainFixtureError([
                "\(path) is no folder; --chain takes the folder with the hops' config-*.yaml files"
            ])
        }
        do {
            let names = try Files.list(path)
            let selected =
                names.contains("chain.yaml")
                ? try named(in: "\(folder)/chain.yaml", among: names) : names.filter(isConfiguration)
            guard !selected.isEmpty else {
                throw ChainFixtureError(["\(path) holds no config-*.yaml; a chain needs one file for each hop"])
            }
            var files: [(name: String, bytes: [UInt8])] = []
            for name in selected { files.append((name, try Files.read("\(folder)/\(name)"))) }
            return try ChainFixture(files: files, in: folder)
        } catch let error as ChainFixtureError {
            throw error
        } catch {
            throw ChainFixtureError(["\(error)"])
        }
    }

    private static func isConfiguration(_ name: String) -> Bool {
        name.hasPrefix("config-") && (name.hasSuffix(".yaml") || name.hasSuffix(".yml"))
    }

    /// The file names under `hops` in a `chain.yaml`, all of which must be there.
    private static func named(in path: String, among names: [String]) throws -> [String] {
        let document = try YAMLDocument(parsing: Files.read(path), fileName: path)
        guard let hops = document.root["hops"], let items = hops.sequence, !items.isEmpty else {
            throw ChainFixtureError(["\(path):1:1: found no list 'hops'; accepted: hops: [config-app-a.yaml, …]"])
        }
        var problems: [String] = []
        let selected = items.compactMap { item -> String? in
            let start = item.range.start
            guard let name = item.scalar?.value, !name.isEmpty, !name.contains("/") else {
                problems.append(
                    "\(path):\(start.line):\(start.column): found no file name; accepted: the name of a file in the same folder"
                )
                return nil
            }
            guard names.contains(name) else {
                let hint = nearest(to: name, among: names).map { "; did you mean '\($0)'?" } ?? ""
                problems.append(
                    "\(path):\(start.line):\(start.column): there is no file '\(name)' in this folder\(hint)")
                return nil
            }
            return name
        }
        guard problems.isEmpty else { throw ChainFixtureError(problems) }
        return selected
    }
}
