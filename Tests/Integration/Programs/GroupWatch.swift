import TracePlatform

/// Sees the end of processes that are not our children: they hold one end of a named pipe, and `cat` the other. It ends
/// when the last of them has.
final class GroupWatch: Sendable {
    /// What a shell command begins with to be watched: file descriptor 3, which its children inherit.
    let prologue: String
    private let scratch: ScratchFolder
    private let reader: RunningProgram

    init() async throws {
        scratch = try ScratchFolder()
        let pipe = "\(scratch.path)/pipe"
        prologue = "exec 3>\(pipe); echo up >&3"
        // Opening waits for the other end, in the shells of both sides.
        reader = try RunningProgram("/bin/sh", ["-c", "mkfifo \(pipe) && echo made >&2 && exec cat \(pipe)"])
        // Without the pipe, the other side would make a file.
        _ = await reader.line(containing: "made")
    }

    /// Whether a line with a text comes before the end.
    func line(containing text: String) async -> Bool { await reader.line(containing: text) != nil }

    /// Returns when nobody is left who could write.
    func end() async { _ = await reader.ended() }
}
