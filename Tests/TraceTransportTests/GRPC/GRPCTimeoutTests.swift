import Testing

@testable import TraceTransport

@Suite struct GRPCTimeoutTests {
    private func read(_ text: String) throws(GRPCTimeoutError) -> GRPCTimeout { try GRPCTimeout(Array(text.utf8)[...]) }

    @Test(
        arguments: [
            ("1H", 3_600_000_000_000), ("2M", 120_000_000_000), ("10S", 10_000_000_000), ("250m", 250_000_000),
            // opentelemetry-go 1.16.0 sent this one.
            ("9999880u", 9_999_880_000), ("99999999n", 99_999_999), ("00000010S", 10_000_000_000), ("0n", 0),
            // 11,415 years.
            ("99999999H", .max), ("2562047H", 9_223_369_200_000_000_000), ("2562048H", .max),
        ] as [(String, Int64)])
    func digitsAndAUnitAreATime(text: String, nanoseconds: Int64) throws {
        #expect(try read(text).nanoseconds == nanoseconds)
    }

    @Test(
        arguments: [
            ("", .noDigits), ("S", .noDigits), ("-1S", .noDigits), (" 1S", .noDigits),
            ("100000000n", .tooManyDigits(9)),
            ("10", .noUnit), ("10s", .unknownUnit("s")), ("10ms", .unknownUnit("ms")), ("1.5S", .unknownUnit(".5S")),
            ("10S ", .unknownUnit("S ")), ("10é", .unknownUnit("é")),
        ] as [(String, GRPCTimeoutError)])
    func whatIsWrongIsNamed(text: String, error: GRPCTimeoutError) {
        #expect(throws: error) { try read(text) }
    }

    @Test(
        arguments: [
            (10_000_000_000, "10S"), (60_000_000_000, "1M"), (5_400_000_000_000, "90M"), (3_600_000_000_000, "1H"),
            (1, "1n"), (1_000, "1u"), (1_001, "1001n"), (9_999_880_000, "9999880u"), (99_999_999, "99999999n"),
            // Nine digits: the next unit, rounded up.
            (100_000_001, "100001u"), (99_999_999_001, "100000m"), (10_000_000_001, "10000001u"),
            // Time that is over, in the smallest positive value.
            (0, "1n"), (-5, "1n"),
            (.max, "2562048H"), (9_223_369_200_000_000_000, "2562047H"),
        ] as [(Int64, String)])
    func aTimeIsWrittenInTheLongestUnitThatSaysItExactly(nanoseconds: Int64, text: String) {
        #expect(GRPCTimeout(nanoseconds: nanoseconds).description == text)
    }

    @Test func whatIsWrittenIsNeverShorterAndReadsTheSame() throws {
        var nanoseconds: Int64 = 1
        while nanoseconds < .max / 7 {
            let timeout = GRPCTimeout(nanoseconds: nanoseconds)
            #expect(timeout.nanoseconds >= nanoseconds)
            #expect(try read(timeout.description) == timeout)
            nanoseconds = nanoseconds * 7 + 3
        }
    }
}
