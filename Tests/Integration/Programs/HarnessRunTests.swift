import Testing
import TraceBytes
import TracePlatform
import TraceTestSupport

extension ChainTests {
    /// `harness verify` as a person or a build server runs it. Below the suite of all chains: one at a time.
    @Suite struct HarnessRunTests {
        /// Quick, and enough for most claims.
        private static let quick = ["--time-scale", "0", "--requests", "40", "--probes", "1"]

        // MARK: Hops that misbehave

        @Test(.timeLimit(.minutes(5))) func aHopThatDiesInTheMiddleFailsTheAccountAndShowsItsLastWords() async throws {
            let own = BuiltProducts.path("hop-server")
            // Its fifth call is its last: the shell kills the whole group.
            let dying = """
                app-b=\(own) --configfile {config} --port {port} --time-scale 0 2>&1 | while read -r line; do
                    case $line in *received*) n=$((n+1));; esac
                    if [ "$n" = 5 ]; then echo "the fifth call is too much"; kill -KILL 0; fi
                done
                """
            let run = try await HarnessRun(["--chain", Fixtures.path("abc"), "--hop", dying] + Self.quick)
            #expect(run.ended.status == .exited(1))
            #expect(run.failing == ["accounting/balanced"])
            #expect(run.ended.outputText.contains("the fifth call is too much"))
            #expect(run.ended.outputText.contains("app-b exited with 1"))
        }

        @Test(.timeLimit(.minutes(5))) func aHopThatNeverGetsReadyEndsTheRun() async throws {
            let watch = try await GroupWatch()
            let run = try await HarnessRun([
                "--chain", Fixtures.path("abc"), "--ready", "0.2", "--hop",
                "app-b=\(watch.prologue); echo waiting for the database; sleep 1000 | cat",
            ])
            #expect(run.ended.status == .exited(2))
            #expect(run.ended.output == [])
            let text = run.ended.errorText
            #expect(text.contains("app-b did not get ready within 0.2 seconds (--ready); its last words:"))
            #expect(text.contains("    waiting for the database"))
            #expect(text.contains("the command was: \(watch.prologue); echo waiting"))
            #expect(run.leftovers == [])
            await watch.end()
        }

        /// With the spans of its calls still in its queue: what it owes is not waited for.
        @Test(.timeLimit(.minutes(5))) func aHopThatDiesWhileItsSpansAreDueEndsTheWait() async throws {
            let program = "\(BuiltProducts.path("hop-server")) --configfile {config} --port {port} --time-scale 0"
            // Its queue is exported after an hour, which it does not get: it ends while it answers its last call, so just
            // before the wait begins or in it.
            let dying = """
                app-c=OTEL_BSP_SCHEDULE_DELAY=3600000 \(program) 2>&1 | while read -r line; do
                    case $line in *SERVER*) n=$((n+1));; esac
                    if [ "$n" = 10 ]; then kill -KILL 0; fi
                done
                """
            let run = try await HarnessRun([
                "--chain", Fixtures.path("abc"), "--hop", dying, "--time-scale", "0", "--requests", "10", "--wait",
                "3600",
            ])
            #expect(run.ended.status == .exited(1))
            #expect(run.failing == ["accounting/balanced"])
        }

        @Test(.timeLimit(.minutes(5))) func aHopThatExportsNothingIsNotWaitedForAgainAndAgain() async throws {
            let scratch = try ScratchFolder()
            let program = "\(BuiltProducts.path("hop-server")) --configfile \(scratch.path)/mute.yaml --port {port}"
            let edit = "sed 's#endpoint: .*#endpoint: http://127.0.0.1:9/nowhere#' {config} > \(scratch.path)/mute.yaml"
            let run = try await HarnessRun([
                "--chain", Fixtures.path("abc"), "--time-scale", "0", "--requests", "10", "--wait", "0.5", "--hop",
                "app-b=\(edit); exec \(program) --time-scale 0",
            ])
            #expect(run.ended.status == .exited(1))
            #expect(run.failing == ["accounting/balanced"])
            #expect(
                run.ended.error.filter { $0.hasPrefix("spans are missing") }
                    == ["spans are missing after 0.5 s: app-b sent spans of 0 of 10 calls"])
        }

        @Test(.timeLimit(.minutes(5))) func everyHopThatCannotStartIsNamed() async throws {
            let run = try await HarnessRun([
                "--chain", Fixtures.path("abc"), "--hop", "app-a=exit 3", "--hop",
                "app-c=echo no such table >&2; exit 4",
            ])
            #expect(run.ended.status == .exited(2))
            #expect(run.ended.errorText.contains("app-a ended before it was ready"))
            #expect(run.ended.errorText.contains("supervise: the command exited with 3"))
            #expect(run.ended.errorText.contains("    no such table"))
            #expect(run.leftovers == [])
        }

        @Test(.timeLimit(.minutes(5)), arguments: ["exec PROGRAM", "PROGRAM | cat", "PROGRAM & wait"])
        func aHopThatSomeoneElseWroteConforms(form: String) async throws {
            let program = "\(BuiltProducts.path("hop-server")) --configfile {config} --port {port} --time-scale 0"
            let run = try await HarnessRun([
                "--chain", Fixtures.path("abc"), "--time-scale", "0", "--probes", "2", "--hop",
                "app-b=" + form.replacing("PROGRAM", with: program),
            ])
            #expect(run.ended.status == .exited(0), "\(run.ended.outputText)\(run.ended.errorText)")
            #expect(run.line("error/rate")?.hasPrefix("error/rate") == true)
            #expect(run.leftovers == [])
        }

        // MARK: Runs that are ended

        @Test(.timeLimit(.minutes(5)), arguments: ["exec \"$@\"", "trap '' INT; exec \"$@\""])
        func anInterruptLeavesNothingBehind(start: String) async throws {
            let watch = try await GroupWatch()
            let scratch = try ScratchFolder()
            // The hop's debug lines tell when traffic has begun.
            let hop =
                "\(watch.prologue); exec \(BuiltProducts.path("hop-server")) --configfile {config} --port {port} 2>&3"
            let program = try RunningProgram(
                "/bin/sh",
                [
                    "-c", start, "sh", BuiltProducts.path("harness"), "verify", "--chain", Fixtures.path("abc"),
                    "--hop", "app-b=\(hop)",
                ], environment: ["TMPDIR": scratch.path])
            #expect(await watch.line(containing: "received"))
            program.send(.interrupt)
            let ended = await program.ended()
            #expect(ended.status == .exited(130))
            #expect(ended.errorText.contains("interrupted: all hops are stopped, nothing was judged"))
            #expect(try Files.list(scratch.path) == [])
            await watch.end()
        }

        /// Killed while a hop is not ready yet, and while it serves: then it writes beside its configuration, too.
        @Test(
            .timeLimit(.minutes(5)),
            arguments: [
                ("sleep 1000 | cat", "up"),
                ("touch $(dirname {config})/own; PROGRAM --configfile {config} --port {port} 2>&3", "received"),
            ])
        func theDeathOfTheHarnessEndsWhatOthersStartedAndLeavesNoFolder(hop: String, event: String) async throws {
            let watch = try await GroupWatch()
            let scratch = try ScratchFolder()
            let command = hop.replacing("PROGRAM", with: BuiltProducts.path("hop-server"))
            // One hop alone: ours have a folder until they are ready, which no other event tells.
            let chain = try scratch.chain("abc")
            try Files.write("hops: [config-app-c.yaml]\n", to: "\(chain)/chain.yaml")
            let temporary = try scratch.folder("temporary")
            let program = try RunningProgram(
                "harness", ["verify", "--chain", chain, "--hop", "app-c=\(watch.prologue); \(command)"],
                environment: ["TMPDIR": temporary])
            #expect(await watch.line(containing: event))
            #expect(try Files.list(temporary).count == 1)
            program.send(.kill)
            #expect(await program.ended().status == .signalled(.kill))
            // Returns when the last process of the group has let go of the pipe.
            await watch.end()
            #expect(try Files.list(temporary) == [])
        }

        // MARK: What is kept and printed

        @Test(.timeLimit(.minutes(5))) func aKeptRunIsJudgedAgainWithTheSameLines() async throws {
            let scratch = try ScratchFolder()
            let kept = "\(scratch.path)/kept"
            // With errors at every second call, some of the requests without a collector are drawn anew.
            let chain = try scratch.chain("faults")
            let first = try await HarnessRun(["--chain", chain, "--seed", "5", "--output", kept] + Self.quick)
            #expect(first.ended.status == .exited(0), "\(first.ended.outputText)")
            let again = try await HarnessRun(["--from", kept])
            #expect(again.ended.status == .exited(0), "\(again.ended.errorText)")
            #expect(again.claims == first.claims)

            let refused = try await HarnessRun(["--chain", chain, "--output", kept])
            #expect(refused.ended.status == .exited(2))
            #expect(
                refused.ended.error == ["\(kept) holds a kept run already; name another folder or remove it"])

            try Files.write(
                try Files.read("\(kept)/exchanges.jsonl").dropLast(40) + [0x0a], to: "\(kept)/exchanges.jsonl")
            let damaged = try await HarnessRun(["--from", kept])
            #expect(damaged.ended.status == .exited(2))
            #expect(damaged.ended.errorText.hasPrefix("\(kept)/exchanges.jsonl:"))
        }

        @Test(.timeLimit(.minutes(5))) func aFailedRunIsKeptWhereTheReportSays() async throws {
            let run = try await HarnessRun(
                ["--chain", Fixtures.path("faults"), "--fault", "app-b:missing-tag", "--only", "tags/*"] + Self.quick)
            #expect(run.ended.status == .exited(1))
            #expect(run.failing == ["tags/configured"])
            #expect(run.leftovers.count == 1)
            #expect(run.ended.outputText.contains("harness verify --from"))
            #expect(run.ended.outputText.contains(run.leftovers.first ?? "nothing was kept"))
        }

        @Test(.timeLimit(.minutes(5))) func machinesGetTheirForms() async throws {
            let scratch = try ScratchFolder()
            let known = try scratch.write("known", "linkage/one-trace # since ever\ntags/configured\n")
            let run = try await HarnessRun(
                [
                    "--chain", Fixtures.path("faults"), "--fault", "app-b:missing-tag", "--format", "json", "--junit",
                    "\(scratch.path)/junit.xml", "--known-failing", known,
                ] + Self.quick, environment: ["GITHUB_ACTIONS": "true"])
            // What is known to fail does; what holds although it is listed fails the run.
            #expect(run.ended.status == .exited(1))
            let (commands, lines) = (
                run.ended.output.filter { $0.hasPrefix("::") }, run.ended.output.filter { !$0.hasPrefix("::") }
            )
            for line in lines { #expect(throws: Never.self) { try JSONValue(parsing: Array(line.utf8)) } }
            #expect(commands.contains { $0.hasPrefix("::error title=chain/linkage/one-trace::") })
            #expect(commands.contains { $0.hasPrefix("::notice title=chain/tags/configured::") })
            #expect(try Files.read("\(scratch.path)/junit.xml").count > 1000)
        }

        @Test(.timeLimit(.minutes(5))) func theReportRepeatsTheCommandAsItWasGiven() async throws {
            let run = try await HarnessRun([
                "--chain", Fixtures.path("faults"), "--time-scale", "0", "--requests=3", "--probes", "0", "--seed", "9",
                "--only", "linkage/*", "--context", "b3",
            ])
            #expect(run.ended.status == .exited(0))
            let text = run.ended.output.map { $0.trimmed }.joined(separator: " ")
            #expect(
                text.contains(
                    "repeat: harness verify --chain \(Fixtures.path("faults")) --time-scale 0 --requests=3 --probes 0 --only 'linkage/*' --context b3 --seed 9"
                ))
        }

        // MARK: Other shapes of runs

        @Test(
            .timeLimit(.minutes(5)),
            arguments: [
                (["--requests", "1", "--probes", "0"], 0),
                (["--requests", "20", "--context", "none", "--skip", "error/rate"], 0),
                (["--requests", "20", "--sampled", "d", "--skip", "error/rate"], 0),
                (["--requests", "20", "--sampled", "defer", "--skip", "error/rate"], 0),
                (["--requests", "20", "--rps", "200", "--concurrency", "1", "--skip", "error/rate"], 0),
                (["--requests", "80", "--unseeded"], 0),
            ] as [([String], Int32)])
        func traffic(options: [String], status: Int32) async throws {
            let run = try await HarnessRun(["--chain", Fixtures.path("faults"), "--time-scale", "0"] + options)
            #expect(run.ended.status == .exited(status), "\(run.ended.outputText)\(run.ended.errorText)")
        }

        @Test(.timeLimit(.minutes(5))) func aChainOfOneHopNamedInAFileConforms() async throws {
            let scratch = try ScratchFolder()
            let chain = try scratch.chain("faults")
            try Files.write("hops: [config-app-c.yaml]\n", to: "\(chain)/chain.yaml")
            let run = try await HarnessRun(["--chain", "\(chain)/"] + Self.quick + ["--skip", "error/rate"])
            #expect(run.ended.status == .exited(0), "\(run.ended.outputText)\(run.ended.errorText)")
            #expect(run.ended.output.first == "client -> app-c" || run.ended.output.first == "client → app-c")
        }
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
