import Foundation
import Synchronization
import Testing
import TracePlatform

/// What a child wrote and how it ended, gathered through the drain.
private struct Outcome: Sendable {
    var output: [String] = []
    var error: [String] = []
    var status: ChildStatus
}

private func shell(_ script: String, environment: [String: String] = [:]) -> ChildCommand {
    ChildCommand("/bin/sh", ["-c", script], environment: environment)
}

/// Drains the child's lines until it has ended.
private func outcome(of child: ChildProcess) async throws -> Outcome {
    let lines = Mutex<[(ChildStream, String)]>([])
    let box = Box(lines)
    let status = try await withCheckedThrowingContinuation {
        (continuation: CheckedContinuation<ChildStatus, any Error>) in
        do {
            try child.drainLines(
                { stream, line in box.lines.withLock { $0.append((stream, line)) } },
                ended: { continuation.resume(returning: $0) })
        } catch {
            continuation.resume(throwing: error)
        }
    }
    let seen = box.lines.withLock { $0 }
    return Outcome(
        output: seen.filter { $0.0 == .output }.map(\.1), error: seen.filter { $0.0 == .error }.map(\.1),
        status: status)
}

private final class Box: Sendable {
    let lines: Mutex<[(ChildStream, String)]>
    init(_ lines: consuming Mutex<[(ChildStream, String)]>) { self.lines = lines }
}

@Suite(.timeLimit(.minutes(1))) struct ChildProcessTests {
    @Test(arguments: [0, 1, 2, 130, 255] as [Int32])
    func exitCodesArrive(code: Int32) async throws {
        let child = try ChildProcess(shell("exit \(code)"))
        #expect(await child.exit() == .exited(code))
        #expect(await child.exit() == .exited(code), "asked again afterwards")
        #expect(child.exitStatus == .exited(code))
    }

    @Test func everybodyWhoWaitsIsTold() async throws {
        let child = try ChildProcess(shell("read line; exit 3"))
        await withTaskGroup(of: ChildStatus.self) { group in
            for _ in 0..<20 { group.addTask { await child.exit() } }
            child.closeInput()
            for await status in group { #expect(status == .exited(3)) }
        }
    }

    @Test(arguments: [Signal.terminate, .kill, .interrupt, .hangup, .brokenPipe])
    func signalsEndAChildByDefault(signal: Signal) async throws {
        let child = try ChildProcess(shell("read line"))
        #expect(child.send(signal))
        #expect(await child.exit() == .signalled(signal))
        #expect(!child.send(signal), "nobody is there any more")
        #expect(!child.terminate() && !child.kill())
    }

    @Test func signalsBlockedOrIgnoredHereWorkInAChild() async throws {
        Signal.ignoreBrokenPipes()
        let child = try ChildProcess(shell("kill -s PIPE $$; echo survived"))
        let outcome = try await outcome(of: child)
        #expect(outcome.status == .signalled(.brokenPipe))
        #expect(outcome.output == [])
    }

    @Test func theEndOfTheLifelineIsSeen() async throws {
        let child = try ChildProcess(shell("while read line; do :; done; echo let go; exit 7"))
        child.closeInput()
        let outcome = try await outcome(of: child)
        #expect(outcome.status == .exited(7))
        #expect(outcome.output == ["let go"])
    }

    @Test func lettingGoOfTheHandleEndsTheLifeline() async throws {
        let (statuses, continuation) = AsyncStream.makeStream(of: ChildStatus.self)
        do {
            let child = try ChildProcess(shell("read line; exit 9"))
            child.whenEnded {
                continuation.yield($0)
                continuation.finish()
            }
        }
        var seen: [ChildStatus] = []
        for await status in statuses { seen.append(status) }
        #expect(seen == [.exited(9)])
    }

    @Test func aChildDoesNotHoldTheLifelineOfAnother() async throws {
        let first = try ChildProcess(shell("read line; exit 1"))
        let second = try ChildProcess(shell("read line; exit 2"))  // would keep the pipe of the first one open
        first.closeInput()
        #expect(await first.exit() == .exited(1))
        second.closeInput()
        #expect(await second.exit() == .exited(2))
    }

    @Test func aMegabyteOnBothPipesIsDrained() async throws {
        let script = """
            i=0; line=$(printf '%1023s' x)
            while [ $i -lt 1024 ]; do echo "$line"; echo "$line" >&2; i=$((i+1)); done
            printf end
            """
        let outcome = try await outcome(of: try ChildProcess(shell(script)))
        let line = String(repeating: " ", count: 1022) + "x"
        #expect(outcome.status == .exited(0))
        #expect(outcome.output.count == 1025 && outcome.output.last == "end")
        #expect(outcome.output.dropLast().allSatisfy { $0 == line })
        #expect(outcome.error.count == 1024 && outcome.error.allSatisfy { $0 == line })
    }

    @Test func aProcessThatOutlivesTheChildDoesNotHoldTheDrain() async throws {
        // The background reader keeps both pipes open; it ends by the group's end.
        var command = shell("exec 3<&0; (read line <&3) & echo started; exit 4")
        command.group = .own
        let outcome = try await outcome(of: try ChildProcess(command))
        #expect(outcome.output == ["started"])
        #expect(outcome.status == .exited(4))
    }

    @Test func onlyTheStandardStreamsAreInherited() async throws {
        #if os(Linux)
            let leaked = open("/dev/null", O_RDONLY)  // on purpose not closed on exec
            defer { close(leaked) }
            let others = try (0..<3).map { _ in try ChildProcess(shell("read line")) }
            let outcome = try await outcome(of: try ChildProcess(shell("cd /proc/self/fd && echo *")))
            // The shell itself expands the pattern with one more descriptor, that of the directory.
            #expect(outcome.output == ["0 1 2 3"])
            for other in others { other.closeInput() }
        #endif
    }

    @Test func theEnvironmentIsExactlyTheGivenOne() async throws {
        let environment = ["B": "two words", "A": "1=1", "EMPTY": ""]
        let child = try ChildProcess(ChildCommand("/usr/bin/env", environment: environment))
        let outcome = try await outcome(of: child)
        #expect(outcome.output == ["A=1=1", "B=two words", "EMPTY="])
    }

    @Test func argumentsArriveAsTheyAre() async throws {
        let arguments = ["-c", "for x; do echo \"[$x]\"; done", "sh", "", "a b", "*", "$HOME"]
        let outcome = try await outcome(of: try ChildProcess(ChildCommand("/bin/sh", arguments)))
        #expect(outcome.output == ["[]", "[a b]", "[*]", "[$HOME]"])
    }

    @Test func theWorkingDirectoryIsChosen() async throws {
        let directory = try Files.makeTemporaryDirectory(prefix: "child-tests")
        defer { try? Files.removeTree(directory) }
        var command = shell("pwd -P")
        command.workingDirectory = directory
        let outcome = try await outcome(of: try ChildProcess(command))
        #expect(outcome.output == [URL(filePath: directory).resolvingSymlinksInPath().path])
    }

    @Test func anEndToTheGroupReachesAllOfIt() async throws {
        var command = shell("exec 3<&0; (read line <&3) & echo $!; wait")
        command.group = .own
        let child = try ChildProcess(command)
        let descriptors = child.takeOutput()
        let output = try #require(descriptors.output)
        let error = try #require(descriptors.error)
        defer { close(error) }
        #expect(fcntl(output, F_GETFL) & O_NONBLOCK != 0)
        #expect(fcntl(output, F_GETFD) & FD_CLOEXEC != 0)
        let reader = FileHandle(fileDescriptor: output, closeOnDealloc: true)
        _ = fcntl(output, F_SETFL, 0)  // the test reads with blocking calls
        let text = await Self.onThread { String(decoding: reader.availableData, as: UTF8.self) }
        #expect(Int(text.dropLast()) != nil)
        #expect(child.killGroup())
        #expect(await child.exit() == .signalled(.kill))
        // The background reader holds the other end of the pipe: its end is the end of the pipe.
        #expect(await Self.onThread { reader.readDataToEndOfFile() } == Data())
        #expect(!child.killGroup(), "the group's number is no longer ours")
    }

    @Test func aGroupMayEndWithItsLeader() async throws {
        var command = shell("exec 3<&0; (read line <&3) & exit 5")
        command.group = .ownEndingWithLeader
        let child = try ChildProcess(command)
        let descriptors = child.takeOutput()
        let reader = FileHandle(fileDescriptor: try #require(descriptors.output), closeOnDealloc: true)
        let error = try #require(descriptors.error)
        defer { close(error) }
        _ = fcntl(reader.fileDescriptor, F_SETFL, 0)
        #expect(await child.exit() == .exited(5))
        #expect(await Self.onThread { reader.readDataToEndOfFile() } == Data())
    }

    @Test func aChildInOurGroupCannotTakeItDown() async throws {
        let child = try ChildProcess(shell("read line"))
        #expect(!child.killGroup())
        child.kill()
        #expect(await child.exit() == .signalled(.kill))
    }

    @Test func streamsMayLeadNowhere() async throws {
        var command = shell("read line || echo nothing; echo more >&2; exit 6")
        command.input = .null
        command.output = .null
        command.error = .null
        let child = try ChildProcess(command)
        let outcome = try await outcome(of: child)
        #expect(outcome.status == .exited(6))
        #expect(outcome.output.isEmpty && outcome.error.isEmpty)
    }

    @Test func whatCannotBeRunSaysWhy() {
        let error = #expect(throws: ProcessError.self) { try ChildProcess(ChildCommand("/nowhere/hop")) }
        #expect(error?.description == "cannot run /nowhere/hop: No such file or directory")
        #expect(throws: ProcessError(operation: "run", subject: "/dev/null", errno: EACCES)) {
            try ChildProcess(ChildCommand("/dev/null"))
        }
        #expect(throws: ProcessError(operation: "run /bin/sh in", subject: "/nowhere", errno: ENOENT)) {
            try ChildProcess(ChildCommand("/bin/sh", workingDirectory: "/nowhere"))
        }
        #expect(throws: ProcessError(operation: "run", subject: "/bin/sh", errno: EINVAL)) {
            try ChildProcess(ChildCommand("/bin/sh", ["-c", "exit\0 1"]))
        }
    }

    @Test func statusesAreToldInWords() {
        #expect("\(ChildStatus.exited(3))" == "exited with 3")
        #expect("\(ChildStatus.signalled(.segmentationFault))" == "ended by SIGSEGV")
        #expect(Signal.interrupt.shellStatus == 130 && Signal.terminate.shellStatus == 143)
    }

    /// Runs a blocking call outside the cooperative threads.
    private static func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: body()) }.start()
        }
    }
}
