import Testing
import TraceConsole

@Suite struct NearestNameTests {
    private let names = ["verify", "list", "supervise", "collect", "--requests", "--concurrency"]

    @Test(arguments: [
        ("verfy", "verify"), ("vreify", "verify"), ("Verify", "verify"), ("lits", "list"), ("superwise", "supervise"),
        ("--request", "--requests"), ("--reqeusts", "--requests"), ("ver", "verify"), ("--conc", "--concurrency"),
    ])
    func slipsAreRecognised(given: String, expected: String) {
        #expect(nearest(to: given, among: names) == expected)
    }

    @Test(arguments: ["", "x", "banana", "--r-e-q-u-e-s-t", "--", String(repeating: "verify", count: 1000)])
    func othersAreNot(given: String) {
        #expect(nearest(to: given, among: names) == nil)
    }

    @Test func anAbbreviationOfTwoIsOfNone() {
        #expect(nearest(to: "--con", among: ["--concurrency", "--context-format"]) == nil)
    }
}
