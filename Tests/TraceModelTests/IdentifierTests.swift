import Testing
import TraceModel

@Suite struct IdentifierTests {
    @Test func traceIDsAreReadAndWrittenInBothWidths() throws {
        let wide = try #require(TraceID(hex: "4bf92f3577b34da6a3ce929d0e0e4736"))
        #expect(wide == TraceID(high: 0x4bf9_2f35_77b3_4da6, low: 0xa3ce_929d_0e0e_4736))
        #expect(wide.hex == "4bf92f3577b34da6a3ce929d0e0e4736")
        let narrow = try #require(TraceID(hex: "a3ce929d0e0e4736"))
        #expect(narrow.hex == "0000000000000000a3ce929d0e0e4736")
        #expect(narrow.bytes == [0, 0, 0, 0, 0, 0, 0, 0, 0xa3, 0xce, 0x92, 0x9d, 0x0e, 0x0e, 0x47, 0x36])
    }

    @Test(arguments: [
        "", "4bf92f3577b34da6a3ce929d0e0e473", "4bf92f3577b34da6a3ce929d0e0e47361", "4BF92F3577B34DA6A3CE929D0E0E4736",
        "0x3ce929d0e0e4736", "g3ce929d0e0e4736",
    ])
    func otherSpellingsOfTraceIDsAreRefused(text: String) {
        #expect(TraceID(hex: text) == nil)
    }

    @Test func zeroIsReadAndIsNotValid() {
        #expect(TraceID(hex: "00000000000000000000000000000000")?.isValid == false)
        #expect(SpanID(hex: "0000000000000000")?.isValid == false)
        #expect(SpanID(hex: "8000000000000000")?.value == 1 << 63)
    }
}

@Suite struct TimestampTests {
    @Test(arguments: [
        (Int64.max, Int64.max), (.min, .min), (1_700_000_000_123_457, 1_700_000_000_123_457_000), (-1, -1000),
    ])
    func microsecondsBecomeNanosecondsClamped(micros: Int64, nanos: Int64) {
        #expect(Timestamp(microseconds: micros).nanoseconds == nanos)
    }

    @Test(arguments: [(Int64(1999), Int64(1)), (-1, -1), (-1000, -1), (.min, -9_223_372_036_854_776)])
    func microsecondsAreRoundedDown(nanos: Int64, micros: Int64) {
        #expect(Timestamp(nanoseconds: nanos).microseconds == micros)
    }

    @Test func differencesAreClamped() {
        #expect(Timestamp(nanoseconds: .max).nanoseconds(since: Timestamp(nanoseconds: -5)) == .max)
        #expect(Timestamp(nanoseconds: .min).nanoseconds(since: Timestamp(nanoseconds: 5)) == .min)
        #expect(Timestamp(nanoseconds: .max).advanced(byNanoseconds: 1).nanoseconds == .max)
    }
}
