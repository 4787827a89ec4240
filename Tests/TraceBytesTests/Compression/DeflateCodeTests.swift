import Testing

@testable import TraceBytes

@Suite struct DeflateCodeTests {
    /// The example of RFC 1951 section 3.2.2: A to H with these lengths.
    @Test func codesFollowFromTheirLengths() {
        let code = DeflateCode(lengths: [3, 3, 3, 3, 3, 2, 4, 4])
        let spelt = zip(code.codes, code.lengths).map { code, length in
            (0..<UInt16(length)).map { code >> $0 & 1 == 1 ? "1" : "0" }.joined()
        }
        #expect(spelt == ["010", "011", "100", "101", "110", "00", "1110", "1111"])
    }

    /// Huffman's own choice for 1, 1, 2, 4: the rarest two share the longest codes.
    @Test func frequentSymbolsGetFewBits() {
        #expect(DeflateCode(frequencies: [4, 1, 2, 1], longest: 15).lengths == [1, 3, 2, 3])
        #expect(DeflateCode(frequencies: [5, 5, 5, 5], longest: 15).lengths == [2, 2, 2, 2])
    }

    /// With at most three bits, 16 · 1 is not worth what the others would pay.
    @Test func limitedCodesAreTheShortestWithinTheLimit() {
        let frequencies = [1, 1, 2, 4, 8, 16]
        #expect(DeflateCode(frequencies: frequencies, longest: 15).lengths == [5, 5, 4, 3, 2, 1])
        #expect(DeflateCode(frequencies: frequencies, longest: 3).lengths == [3, 3, 3, 3, 2, 2])
    }

    @Test func codesOfFewerThanTwoSymbolsAreCompletedWithOthers() {
        #expect(DeflateCode(frequencies: [0, 0, 0], longest: 15).lengths == [1, 1, 0])
        #expect(DeflateCode(frequencies: [0, 0, 9], longest: 15).lengths == [1, 0, 1])
        #expect(DeflateCode(frequencies: [9, 0, 0], longest: 15).lengths == [1, 1, 0])
    }

    @Test(arguments: [7, 15]) func everyCodeIsComplete(longest: Int) {
        var fibonacci = [1, 1]
        while fibonacci.count < 40 { fibonacci.append(fibonacci[fibonacci.count - 1] + fibonacci[fibonacci.count - 2]) }
        let lengths = DeflateCode(frequencies: fibonacci, longest: longest).lengths
        #expect(lengths.allSatisfy { (1...longest).contains(Int($0)) })
        // Kraft: the shares of all codes are the whole, no bit string is left over and none is given twice.
        #expect(lengths.reduce(0) { $0 + 1 << (longest - Int($1)) } == 1 << longest)
    }
}

@Suite struct DeflateSymbolTests {
    /// The tables of RFC 1951 section 3.2.5: extra bits and first value of the symbols from 257, and from 0.
    private static let lengths: [(first: Int, extra: Int)] = [
        (3, 0), (4, 0), (5, 0), (6, 0), (7, 0), (8, 0), (9, 0), (10, 0), (11, 1), (13, 1), (15, 1), (17, 1), (19, 2),
        (23, 2), (27, 2), (31, 2), (35, 3), (43, 3), (51, 3), (59, 3), (67, 4), (83, 4), (99, 4), (115, 4), (131, 5),
        (163, 5), (195, 5), (227, 5), (258, 0),
    ]
    private static let distances: [(first: Int, extra: Int)] = [
        (1, 0), (2, 0), (3, 0), (4, 0), (5, 1), (7, 1), (9, 2), (13, 2), (17, 3), (25, 3), (33, 4), (49, 4), (65, 5),
        (97, 5), (129, 6), (193, 6), (257, 7), (385, 7), (513, 8), (769, 8), (1025, 9), (1537, 9), (2049, 10),
        (3073, 10), (4097, 11), (6145, 11), (8193, 12), (12289, 12), (16385, 13), (24577, 13),
    ]

    @Test func everyLengthHasItsSymbol() throws {
        for length in 3...258 {
            let row = try #require(Self.lengths.lastIndex { $0.first <= length })
            let symbol = DeflateSymbol(length: length)
            #expect(symbol.number == 257 + row)
            #expect(symbol.extra == length - Self.lengths[row].first)
            #expect(symbol.extraCount == Self.lengths[row].extra)
        }
    }

    @Test func everyDistanceHasItsSymbol() throws {
        for distance in 1...32_768 {
            let row = try #require(Self.distances.lastIndex { $0.first <= distance })
            let symbol = DeflateSymbol(distance: distance)
            #expect(symbol.number == row && symbol.extraCount == Self.distances[row].extra)
            #expect(symbol.extra == distance - Self.distances[row].first)
        }
    }
}
