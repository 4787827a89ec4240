import HopServer
import TraceConsole

@main
struct HopServerProgram {
    static func main() { HopCommand.program.main(run: HopCommand.run) }
}
