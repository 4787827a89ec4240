import Testing
import TracePlatform

/// What is wrong with a chain is said before anything is started: all of it, with its places, and status 2.
@Suite(.timeLimit(.minutes(5))) struct ChainProblemTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var edits: [(file: String, old: String, new: String)]
        /// How the lines on stderr begin.
        var complaints: [String]

        init(_ name: String, _ edits: [(file: String, old: String, new: String)], _ complaints: [String]) {
            testDescription = name
            self.edits = edits
            self.complaints = complaints
        }
    }

    private static let (a, b, c) = ("config-app-a.yaml", "config-app-b.yaml", "config-app-c.yaml")

    static let cases = [
        Case(
            "misspelt keys and wrong types in two files",
            [(a, "upstream_host", "upsteam_host"), (a, "delay: { enabled", "delay: { enabeld"), (b, "5001", "many")],
            [
                "config-app-a.yaml:7:3: traffic: unknown key 'upsteam_host' (did you mean 'upstream_host'?)",
                "config-app-a.yaml:8:3: traffic.delay.enabled: missing",
                "config-app-a.yaml:8:12: traffic.delay: unknown key 'enabeld' (did you mean 'enabled'?)",
                "config-app-b.yaml:5:11: server.port: found the string 'many'",
            ]),
        Case(
            "a range the wrong way round", [(a, "from: 1, to: 3", "from: 4, to: 3")],
            ["config-app-a.yaml:8:"]),
        Case(
            "an upstream that is no hop, and another one", [(a, "//app-b:", "//ap-b:"), (b, "//app-c:", "//app-cc:")],
            [
                "config-app-a.yaml:7:18: no hop is called 'ap-b'; did you mean 'app-b'?",
                "config-app-b.yaml:8:20: no hop is called 'app-cc'; did you mean 'app-c'?",
            ]),
        Case(
            "a circle of all", [(c, "upstream_host:", "upstream_host: http://app-a:1")],
            ["config-app-c.yaml:7:18: the hops call each other in a circle: app-a → app-b → app-c → app-a;"]),
        Case(
            "a circle behind the entry", [(c, "upstream_host:", "upstream_host: http://app-b:1")],
            ["config-app-c.yaml:7:18: the hops call each other in a circle: app-b → app-c → app-b;"]),
        Case(
            "two hops of one name, and an upstream that is none", [(c, "name: app-c", "name: app-b")],
            [
                "config-app-c.yaml:3:9: a second hop called 'app-b' (the first is in config-app-b.yaml)",
                "config-app-b.yaml:8:20: no hop is called 'app-c'",
            ]),
        Case(
            "two entries", [(a, "http://app-b:5001", "")],
            [
                "config-app-a.yaml:3:9: no hop calls 'app-a', and none calls 'app-b'; a chain has one entry",
                "config-app-b.yaml:4:11: no hop calls 'app-b', and none calls 'app-a'; a chain has one entry",
            ]),
    ]

    @Test(arguments: cases) func everyProblemIsNamedWithItsPlace(problem: Case) async throws {
        let scratch = try ScratchFolder()
        let folder = try scratch.chain("abc", replacing: problem.edits)
        let lines = try await complaints(["--chain", folder], scratch)
        #expect(lines.count == problem.complaints.count)
        for (line, beginning) in zip(lines, problem.complaints) {
            #expect(line.hasPrefix("\(folder)/\(beginning)"))
        }
    }

    @Test func aFolderWithoutHopsSaysWhatBelongsThere() async throws {
        let scratch = try ScratchFolder()
        let empty = try scratch.folder("empty")
        #expect(
            try await complaints(["--chain", empty], scratch)
                == ["\(empty) holds no config-*.yaml; a chain needs one file for each hop"])
        #expect(
            try await complaints(["--chain", "\(empty)/none"], scratch)
                == ["\(empty)/none is no folder; --chain takes the folder with the hops' config-*.yaml files"])
    }

    @Test func aFileThatTheChainNamesMustBeThere() async throws {
        let scratch = try ScratchFolder()
        let folder = try scratch.chain("abc")
        try Files.write("hops:\n  - config-app-a.yml\n  - ../config-app-b.yaml\n", to: "\(folder)/chain.yaml")
        let lines = try await complaints(["--chain", folder], scratch)
        #expect(
            lines == [
                "\(folder)/chain.yaml:2:5: there is no file 'config-app-a.yml' in this folder; did you mean 'config-app-a.yaml'?",
                "\(folder)/chain.yaml:3:5: found no file name; accepted: the name of a file in the same folder",
            ])
    }

    @Test(arguments: [
        (["--only", "linkage/one-tree"], "no claim is called 'chain/linkage/one-tree'; did you mean"),
        (["--skip", "tag/*"], "no claim is called 'chain/tag/*'"),
        (["--only", "tags/*", "--skip", "tags"], "--only and --skip leave no claim to judge"),
        (["--context", "w3c"], "--context w3c: accepted are tracecontext, b3multi, b3"),
        (
            ["--fault", "app-b:drops-parents"],
            "--fault app-b:drops-parents: no fault is called 'drops-parents'; did you mean 'drops-parent'?"
        ),
        (["--fault", "app-b"], "--fault app-b: accepted is --fault NAME:ID"),
        (["--hop", "app-x=true"], "no hop is called 'app-x'; the chain is app-a → app-b → app-c"),
        (["--known-failing", "/nowhere/list"], "cannot read /nowhere/list"),
        (["--from", "/nowhere/run"], "--from judges a kept run as it was; without effect, so leave out: --chain"),
    ])
    func anOptionThatMeansNothingIsRefused(options: [String], complaint: String) async throws {
        let scratch = try ScratchFolder()
        let folder = try scratch.chain("abc")
        let lines = try await complaints(["--chain", folder] + options, scratch)
        #expect(lines.first?.hasPrefix(complaint) == true, "\(lines)")
    }

    /// The lines on stderr of a run that must not begin.
    private func complaints(_ options: [String], _ scratch: ScratchFolder) async throws -> [String] {
        let temporary = try scratch.folder("tmp")
        let ended = try await RunningProgram.run(
            "harness", ["verify"] + options, environment: ["TMPDIR": temporary])
        #expect(ended.status == .exited(2))
        #expect(ended.output == [])
        #expect(try Files.list(temporary) == [], "nothing is left behind")
        return ended.error
    }
}
