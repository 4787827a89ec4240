import Foundation
import Testing
import TraceModel
import TraceTestSupport

@testable import HopServer

@Suite struct InjectionDrawTests {
    struct Row: Decodable, Sendable {
        let seed: String
        let hop: String
        let traceId: String
        let purpose: String
        let draw: String
    }

    struct Table: Decodable {
        let draws: [Row]
    }

    @Test func theTwentyValuesOfTheFixtureAreDrawn() throws {
        let table = try JSONDecoder().decode(Table.self, from: Data(Fixtures.bytes("injection/draws.json")))
        #expect(table.draws.count == 20)
        for row in table.draws {
            let draw = InjectionDraw(seed: try #require(UInt64(row.seed)), hopName: row.hop)
            let purpose = try #require(InjectionDraw.Purpose(rawValue: row.purpose))
            let traceID = try #require(TraceID(hex: row.traceId))
            #expect(draw.value(purpose, traceID: traceID) == Double(row.draw), "\(row)")
        }
    }

    @Test func theHashIsThePapersOwnExample() {
        let key: (UInt64, UInt64) = (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)
        #expect(sipHash24(key: key, Array(0..<15)) == 0xa129_ca61_49be_45e5)
    }

    @Test func rateZeroNeverStrikesAndRateHundredAlways() {
        let draw = InjectionDraw(seed: 3, hopName: "app-a")
        for low in UInt64(1)...500 {
            let traceID = TraceID(high: 0, low: low)
            #expect(!draw.strikes(.delay, ratePercent: 0, traceID: traceID))
            #expect(draw.strikes(.error, ratePercent: 100, traceID: traceID))
        }
    }

    @Test func delaysStayInTheirInterval() {
        let draw = InjectionDraw(seed: 3, hopName: "app-a")
        let lengths = (UInt64(1)...500).map { draw.delaySeconds(from: 0.5, to: 3, traceID: TraceID(high: 0, low: $0)) }
        #expect(lengths.allSatisfy { (0.5...3).contains($0) })
        #expect(Set(lengths).count == 500)
    }
}
