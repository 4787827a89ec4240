import FakeCollector

@main
struct FakeCollectorProgram {
    static func main() { FakeCollectorCommand.main() }
}
