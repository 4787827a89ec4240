import HopServer
import TraceBytes
import TraceConsole
import TraceYAML

/// The hops of a chain as their files describe them, in the order in which a request meets them.
package struct ChainFixture: Sendable {
    package struct Hop: Sendable {
        /// The file's name without its folder: `config-app-a.yaml`.
        package var fileName: String
        /// The file as it was read; a hop runs on a copy with other addresses.
        package var bytes: [UInt8]
        package var file: HopConfigurationFile

        package var configuration: HopConfiguration { file.configuration }
        package var name: String { file.configuration.server.name }
    }

    package let hops: [Hop]

    /// Puts files in order by their `upstream_host`: it names a hop by its first host label, whatever the port.
    ///
    /// - Parameter folder: where the files lie, so that the places in messages can be opened from here.
    package init(files: [(name: String, bytes: [UInt8])], in folder: String? = nil) throws(ChainFixtureError) {
        var problems: [String] = []
        var hops: [Hop] = []
        for (name, bytes) in files {
            do throws(ConfigurationProblems) {
                let path = folder.map { "\($0)/\(name)" } ?? name
                let file = try HopConfigurationFile(parsing: bytes, fileName: path)
                hops.append(Hop(fileName: name, bytes: bytes, file: file))
            } catch {
                problems += error.problems.map(\.description)
            }
        }
        guard problems.isEmpty else { throw ChainFixtureError(problems) }
        self.hops = try Self.ordered(hops)
    }

    /// The names of the hops as a person reads a chain: `app-a → app-b → app-c`.
    package var summary: String { hops.map(\.name).joined(separator: " → ") }

    private static func ordered(_ hops: [Hop]) throws(ChainFixtureError) -> [Hop] {
        var problems: [String] = []
        var byName: [String: Int] = [:]
        for (index, hop) in hops.enumerated() {
            if let first = byName.updateValue(index, forKey: hop.name) {
                problems.append(
                    place(
                        hop, .serverName,
                        "a second hop called '\(hop.name)' (the first is in \(hops[first].fileName)); names must differ"
                    ))
            }
        }
        var next: [Int: Int] = [:]
        for (index, hop) in hops.enumerated() {
            guard let upstream = hop.configuration.traffic.upstream else { continue }
            if let target = byName[upstream.firstHostLabel] {
                next[index] = target
            } else {
                let hint =
                    nearest(to: upstream.firstHostLabel, among: hops.map(\.name)).map { "; did you mean '\($0)'?" }
                    ?? "; the hops are \(byName.keys.sorted().joined(separator: ", "))"
                problems.append(place(hop, .upstreamHost, "no hop is called '\(upstream.firstHostLabel)'\(hint)"))
            }
        }
        guard problems.isEmpty else { throw ChainFixtureError(problems) }
        return try walk(hops, next)
    }

    private static func walk(_ hops: [Hop], _ next: [Int: Int]) throws(ChainFixtureError) -> [Hop] {
        let called = Set(next.values)
        let entries = hops.indices.filter { !called.contains($0) }
        guard let entry = entries.first else { throw ChainFixtureError([circle(from: 0, hops, next)]) }
        guard entries.count == 1 else {
            throw ChainFixtureError(
                entries.map { index in
                    let others = entries.filter { $0 != index }.map { "'\(hops[$0].name)'" }
                    return place(
                        hops[index], .serverName,
                        "no hop calls '\(hops[index].name)', and none calls \(others.joined(separator: " and ")); a chain has one entry"
                    )
                })
        }
        var order = [entry]
        while let current = order.last, let following = next[current] {
            if order.contains(following) { throw ChainFixtureError([circle(from: following, hops, next)]) }
            order.append(following)
        }
        // One entry, yet hops that it does not reach: they call each other.
        if let lost = hops.indices.first(where: { !order.contains($0) }) {
            throw ChainFixtureError([circle(from: lost, hops, next)])
        }
        return order.map { hops[$0] }
    }

    /// The circle that a hop runs into, at the call that closes it.
    private static func circle(from start: Int, _ hops: [Hop], _ next: [Int: Int]) -> String {
        var path = [start]
        while let last = path.last, let following = next[last] {
            if let first = path.firstIndex(of: following) {
                let names = (path[first...] + [following]).map { hops[$0].name }.joined(separator: " → ")
                return place(
                    hops[last], .upstreamHost,
                    "the hops call each other in a circle: \(names); one must be the last, without upstream_host")
            }
            path.append(following)
        }
        return place(hops[start], .upstreamHost, "the hops call each other in a circle")
    }

    private static func place(_ hop: Hop, _ setting: HopSetting, _ text: String) -> String {
        let position = hop.file.position(of: setting)
        return "\(hop.file.document.fileName):\(position.line):\(position.column): \(text)"
    }
}

/// Why a folder is no chain: every reason that was found, each with its place and what to do.
package struct ChainFixtureError: Error, Sendable, CustomStringConvertible {
    package let problems: [String]

    package init(_ problems: [String]) { self.problems = problems }

    package var description: String { problems.joined(separator: "\n") }
}
