import Testing

@testable import HopServer

@Suite struct SpanIDGeneratorTests {
    /// Computed by the authors' reference implementation, xoshiro256starstar.c, from the state 1, 2, 3, 4.
    @Test func numbersAreThoseOfTheReferenceImplementation() {
        var generator = SpanIDGenerator(state: (1, 2, 3, 4))
        #expect(
            (0..<10).map { _ in generator.next() } == [
                11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360, 607_988_272_756_665_600,
                16_172_922_978_634_559_625, 8_476_171_486_693_032_832, 10_595_114_339_597_558_777,
                2_904_607_092_377_533_576,
            ])
    }

    @Test func everyGeneratorStartsElsewhere() {
        let firsts = (0..<100).map { _ in
            var generator = SpanIDGenerator()
            return generator.next()
        }
        #expect(Set(firsts).count == firsts.count)
    }
}
