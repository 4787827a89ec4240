import Testing
import TraceConsole

@Suite struct DurationTextTests {
    @Test(
        arguments: [
            ("0", .zero), ("0s", .zero), ("300ms", .milliseconds(300)), ("10s", .seconds(10)), ("2m", .seconds(120)),
            ("1h", .seconds(3600)), ("1.5s", .milliseconds(1500)), ("0.000001s", .microseconds(1)),
            ("7us", .microseconds(7)), ("9ns", .nanoseconds(9)), ("9223372036854775807ns", .nanoseconds(Int64.max)),
        ] as [(String, Duration)])
    func durationsAreRead(text: String, expected: Duration) {
        #expect(DurationText.parse(text) == expected)
    }

    @Test(arguments: [
        "", "s", "10", "10 s", "-1s", "+1s", "1.s", ".5s", "1.2.3s", "1.0000001s", "1e3s", "5x", "10S", "٣s",
        "9223372036854775808ns", "9223372036854775807s", "99999999999999999999s", "9223372036.9s",
    ])
    func otherTextsAreNot(text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test(
        arguments: [
            (.zero, "0s"), (.milliseconds(300), "300ms"), (.seconds(90), "90s"), (.seconds(120), "2m"),
            (.milliseconds(1500), "1500ms"), (.seconds(86_400), "24h"), (.nanoseconds(1), "1ns"),
        ] as [(Duration, String)])
    func durationsAreSpelt(duration: Duration, expected: String) {
        #expect(DurationText.spell(duration) == expected)
        #expect(DurationText.parse(expected) == duration)
    }
}
