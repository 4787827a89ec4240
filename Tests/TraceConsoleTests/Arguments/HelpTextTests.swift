import Testing
import TraceConsole

@Suite struct HelpTextTests {
    @Test func theProgramAt80Columns() {
        #expect(
            HelpText(SampleProgram.program).text(width: 80) == """
                Tests what tracing exporters send.

                Usage: harness COMMAND [OPTIONS]

                Commands:
                  verify  Judges a chain of services by the traces that it makes.
                  judge   Judges payloads in files, each on its own, and reports what their
                          senders did wrong.

                Options:
                  -h, --help  Show this help.
                  --version   Show the version.

                'harness COMMAND --help' tells more about a command.

                """)
    }

    @Test func aCommandAt60Columns() {
        #expect(
            HelpText(SampleProgram.program, SampleProgram.verify).text(width: 60) == """
                Judges a chain of services by the traces that it makes.

                Usage: harness verify --chain DIR [OPTIONS] [NOTE]

                Arguments:
                  NOTE  Printed at the head of the report.

                Options:
                  --chain DIR     Where the chain is configured.
                  --requests N    Requests of the main phase. [default: 200]
                  --time-scale X  Factor for all configured delays; 0 leaves
                                  them out. [default: 1]
                  --wait TIME     How long to wait for missing spans after
                                  the last answer. [default: 10s]
                  --seed N        Repeats the random choices of a run.
                  --format NAME   Form of the report. One of text, json.
                                  [default: text]
                  --only GLOB     Judge only the claims whose id matches.
                                  May be repeated.
                  --output DIR    Keep the run.
                  --list          Name the claims and end.
                  -h, --help      Show this help.
                  --version       Show the version.

                Examples:
                  harness verify --chain fixtures/abc --seed 7
                      Repeats the run with the seed 7.

                Exit status:
                  0    everything that was judged conforms
                  1    something does not conform
                  2    could not be judged: usage, set-up, nothing selected
                       or received
                  130  interrupted (Ctrl-C)

                """)
    }

    @Test func aCommandAt120Columns() {
        #expect(
            HelpText(SampleProgram.program, SampleProgram.judge).text(width: 120) == """
                Judges payloads in files, each on its own, and reports what their senders did wrong.

                Usage: harness judge [OPTIONS] FORMAT [FILE...]

                Arguments:
                  FORMAT  The wire format.
                  FILE    The payloads.

                Options:
                  -h, --help  Show this help.
                  --version   Show the version.

                Exit status:
                  0    everything that was judged conforms
                  1    something does not conform
                  2    could not be judged: usage, set-up, nothing selected or received
                  130  interrupted (Ctrl-C)

                """)
    }

    @Test(arguments: [0, 59, 60, 61, 80, 120, 200])
    func noLineIsTooWide(width: Int) {
        for help in [HelpText(SampleProgram.program), HelpText(SampleProgram.program, SampleProgram.verify)] {
            #expect(help.text(width: width).split(separator: "\n").allSatisfy { $0.count <= max(width, 60) })
        }
    }
}
