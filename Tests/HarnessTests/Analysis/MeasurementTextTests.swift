import Testing

@testable import Harness

@Suite struct MeasurementTextTests {
    @Test(arguments: [
        (0, "0 ns"), (830, "830 ns"), (-5, "-5 ns"), (1_000, "0.00 ms"), (412_000, "0.41 ms"),
        (999_999_999, "1000.00 ms"), (2_300_000_000, "2.30 s"), (-1_500_000_000, "-1.50 s"),
        (Int64.min, "-9223372036.85 s"),
    ])
    func durationsHaveTheUnitOfTheirSize(nanoseconds: Int64, text: String) {
        #expect(durationText(nanoseconds) == text)
    }

    @Test(arguments: [
        (0.0, "0.00"), (0.005, "0.01"), (-0.001, "0.00"), (12.3456, "12.35"), (-7.5, "-7.50"), (1e16, "1e+16"),
        (.infinity, "inf"),
    ])
    func numbersHaveTwoDecimals(value: Double, text: String) {
        #expect(decimalText(value) == text)
    }

    @Test(arguments: [
        (1.0, "1 of 1"), (0.5, "1 of 2"), (0.0123, "1 of 81"), (1 / 999.0, "1 of 1,000"), (5e-5, "1 of 20,000"),
        (1e-12, "less than 1 of 1,000,000,000,000"), (0, "less than 1 of 1,000,000,000,000"),
    ])
    func oddsHaveTwoDigitsThatCount(chance: Double, text: String) {
        #expect(oddsText(chance) == text)
    }
}
