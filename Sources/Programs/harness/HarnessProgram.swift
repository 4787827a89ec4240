import Harness
import TraceConsole

@main
struct HarnessProgram {
    static func main() { HarnessCommand.program.main(run: HarnessCommand.run) }
}
