import FakeCollector
import TraceConsole

@main
struct FakeCollectorProgram {
    static func main() { FakeCollectorCommand.program.main(run: FakeCollectorCommand.run) }
}
