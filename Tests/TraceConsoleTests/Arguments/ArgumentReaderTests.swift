import Testing
import TraceConsole

@Suite struct ArgumentReaderTests {
    private func read(_ line: String...) -> Invocation { ArgumentReader(SampleProgram.program).read(line) }

    private func arguments(_ line: [String]) throws -> Arguments {
        guard case .run(let arguments) = ArgumentReader(SampleProgram.program).read(line) else {
            throw Unexpected(line: line)
        }
        return arguments
    }

    private func errors(_ line: [String]) throws -> String {
        guard case .rejected(let errors) = ArgumentReader(SampleProgram.program).read(line) else {
            throw Unexpected(line: line)
        }
        return errors.description
    }

    private struct Unexpected: Error { let line: [String] }

    @Test func absentOptionsHaveTheirDefaults() throws {
        let arguments = try arguments(["verify", "--chain", "abc"])
        #expect(arguments.command == "verify")
        #expect(arguments[SampleProgram.chain] == "abc")
        #expect(arguments[SampleProgram.requests] == 200)
        #expect(arguments[SampleProgram.scale] == 1)
        #expect(arguments[SampleProgram.wait] == .seconds(10))
        #expect(arguments[SampleProgram.seed] == nil)
        #expect(arguments[SampleProgram.format] == .text)
        #expect(arguments[SampleProgram.only] == [])
        #expect(arguments[SampleProgram.output] == nil)
        #expect(arguments[SampleProgram.list] == false)
        #expect(!arguments.isGiven(SampleProgram.requests) && arguments.isGiven(SampleProgram.chain))
        #expect(arguments.positionals == [])
    }

    @Test func valuesAreTyped() throws {
        let arguments = try arguments([
            "verify", "--chain=a=b", "--requests=7", "--time-scale", "0.25", "--wait", "300ms", "--seed", "0xff",
            "--format", "json", "--only", "a/*", "--only=b/*", "--output=", "--list",
        ])
        #expect(arguments[SampleProgram.chain] == "a=b")
        #expect(arguments[SampleProgram.requests] == 7)
        #expect(arguments[SampleProgram.scale] == 0.25)
        #expect(arguments[SampleProgram.wait] == .milliseconds(300))
        #expect(arguments[SampleProgram.seed] == 255)
        #expect(arguments[SampleProgram.format] == .json)
        #expect(arguments[SampleProgram.only] == ["a/*", "b/*"])
        #expect(arguments[SampleProgram.output] == "")
        #expect(arguments[SampleProgram.list])
    }

    @Test func twoDashesEndTheOptions() throws {
        let verify = try arguments(["verify", "--chain", "-x", "--", "--list"])
        #expect(verify[SampleProgram.chain] == "-x")
        #expect(verify.positionals == ["--list"])
        #expect(
            try arguments(["judge", "zipkin", "-", "--", "--help", "-h"]).positionals == [
                "zipkin", "-", "--help", "-h",
            ])
    }

    @Test(
        arguments: [
            (
                ["verify", "--chian", "abc"],
                ["unknown option '--chian'; did you mean '--chain'?", "--chain DIR is required"]
            ),
            (
                ["verify", "--chain", "c", "--requests", "many"],
                ["--requests 'many': expected a whole number from 1 to 1000000"]
            ),
            (
                ["verify", "--chain", "c", "--requests=0"],
                ["--requests '0': expected a whole number from 1 to 1000000"]
            ),
            (["verify", "--chain", "c", "--time-scale=nan"], ["--time-scale 'nan': expected a number from 0 to 1000"]),
            (
                ["verify", "--chain", "c", "--wait", "10"],
                ["--wait '10': expected a duration such as 300ms, 10s or 2m, from 0s to 10m"]
            ),
            (
                ["verify", "--chain", "c", "--format", "jsn"],
                ["--format 'jsn': expected one of text, json; did you mean 'json'?"]
            ),
            (
                ["verify", "--chain", "c", "--seed", "-1"],
                ["--seed '-1': expected a whole number from 0 to 18446744073709551615"]
            ),
            (["verify", "--chain", "--list"], ["--chain needs a value: expected text"]),
            (["verify", "--chain", "c", "--list=yes"], ["--list takes no value, but was given 'yes'"]),
            (["verify", "--chain", "c", "--chain", "d"], ["--chain was given 2 times; expected once"]),
            (
                ["verify", "--chain", "c", "one", "two", "three"],
                ["unexpected argument 'two'", "unexpected argument 'three'"]
            ),
            (["verify", "--chain", "c", "-v"], ["unknown option '-v'"]),
            (["verify", "--chain", "c", "\u{1b}[2J", "\n"], ["unexpected argument '\\n'"]),
            (["judge"], ["FORMAT is missing"]),
        ] as [([String], [String])])
    func whatIsWrongIsToldInOneGo(line: [String], messages: [String]) throws {
        let invocation = "harness \(line[0])"
        let expected = messages.map { "\(invocation): \($0)\n" }.joined() + "Try '\(invocation) --help'.\n"
        #expect(try errors(line) == expected)
    }

    @Test(
        arguments: [
            ([], "no command given; expected one of verify, judge"),
            (["verfy"], "unknown command 'verfy'; did you mean 'verify'?"),
            (["hopp"], "unknown command 'hopp'; expected one of verify, judge"),
            (["--hlep"], "unknown option '--hlep'; did you mean '--help'?"),
            (["help", "jugde"], "unknown command 'jugde'; did you mean 'judge'?"),
        ] as [([String], String)])
    func unknownVerbsAreAnswered(line: [String], message: String) throws {
        #expect(try errors(line) == "harness: \(message)\nTry 'harness --help'.\n")
    }

    @Test func hiddenVerbsWork() throws {
        #expect(try arguments(["hop"]).command == "hop")
    }

    @Test(arguments: [["--help"], ["-h"], ["help"]])
    func helpOfTheProgramIsGiven(line: [String]) {
        guard case .help(let help) = ArgumentReader(SampleProgram.program).read(line) else {
            Issue.record("no help")
            return
        }
        #expect(help.text(width: 80) == HelpText(SampleProgram.program).text(width: 80))
    }

    @Test(arguments: [["judge", "--wrong", "--help"], ["judge", "-h"], ["help", "judge"]])
    func helpComesBeforeComplaints(line: [String]) {
        guard case .help(let help) = ArgumentReader(SampleProgram.program).read(line) else {
            Issue.record("no help")
            return
        }
        #expect(help.text(width: 80) == HelpText(SampleProgram.program, SampleProgram.judge).text(width: 80))
    }

    @Test(arguments: [["--version"], ["verify", "--version"]])
    func theVersionIsTold(line: [String]) {
        guard case .version("harness 1.2.3\n") = ArgumentReader(SampleProgram.program).read(line) else {
            Issue.record("no version")
            return
        }
    }

    @Test func aProgramOfOneCommandHasNoVerb() throws {
        let reader = ArgumentReader(
            ProgramDeclaration(
                version: "1",
                command: CommandDeclaration(
                    "hop-server", summary: "A hop.", options: [SampleProgram.requests.declaration],
                    positionals: [PositionalDeclaration("CONFIG", help: "Its configuration.")])))
        guard case .run(let arguments) = reader.read(["a.yaml", "--requests", "5"]),
            case .rejected(let errors) = reader.read([])
        else { throw Unexpected(line: []) }
        #expect(arguments.positionals == ["a.yaml"] && arguments[SampleProgram.requests] == 5)
        #expect(errors.description == "hop-server: CONFIG is missing\nTry 'hop-server --help'.\n")
    }
}
