import HopServer
import TracePlatform

/// The temporary folder from which one hop reads its file: the original bytes with the addresses of this run.
///
/// Each hop has its own, so that whoever ends a hop may remove its folder at once. A hop of ours has read its file when
/// it is ready, and the harness removes the folder then. Another program may read it whenever it likes: its supervisor
/// removes the folder when it has ended, also when the harness is killed before that. The harness does so too, in case
/// the supervisor was killed.
struct HopFolder: Sendable {
    let path: String
    let file: String

    /// - Parameter port: where the hop listens; 0 for a port that the system chooses.
    init(
        _ hop: ChainFixture.Hop, port: UInt16, _ addresses: HopLauncher.Addresses
    ) throws(VerifyError) {
        do {
            let bytes = try HopConfigurationRewriter(hop.file).rewritten(
                port: port, upstream: addresses.upstream, endpoint: addresses.endpoint,
                exportForm: addresses.exports[0].form)
            path = try Files.makeTemporaryDirectory(prefix: Self.prefix)
            file = "\(path)/\(hop.fileName)"
            do {
                try Files.write(bytes, to: file)
            } catch {
                remove()
                throw error
            }
        } catch {
            throw .setUp("the copy of \(hop.fileName) cannot be written: \(error)")
        }
    }

    /// Removes the folder with everything in it. One that is gone is no error.
    func remove() { Self.remove(path) }

    static func remove(_ path: String) { try? Files.removeTree(path) }

    private static let prefix = "harness-hop"

    /// Whether a path is one that this type makes: absolute, without detours, its last name ours.
    static func isPath(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        return path.hasPrefix("/") && !parts.contains("..") && parts.last?.hasPrefix(prefix + "-") == true
    }
}
