/// How long the client waits for the end of a call, as `grpc-timeout` says it (gRPC, PROTOCOL-HTTP2.md, Requests): at most
/// eight digits and a unit. `10S`, `9999880u`.
package struct GRPCTimeout: Hashable, Sendable {
    /// In ``unit``. A "positive integer"; 0, which senders whose time is over say, is read as well.
    package let value: UInt32
    package let unit: Unit

    package enum Unit: UInt8, CaseIterable, Sendable {
        // From the longest to the shortest: `allCases` is in this order.
        case hours = 0x48
        case minutes = 0x4d
        case seconds = 0x53
        case milliseconds = 0x6d
        case microseconds = 0x75
        case nanoseconds = 0x6e

        package var inNanoseconds: Int64 {
            switch self {
            case .hours: 3_600_000_000_000
            case .minutes: 60_000_000_000
            case .seconds: 1_000_000_000
            case .milliseconds: 1_000_000
            case .microseconds: 1_000
            case .nanoseconds: 1
            }
        }
    }

    private static let mostDigits = 8
    private static let greatest: Int64 = 99_999_999

    /// Reads a value of the field.
    package init(_ text: ArraySlice<UInt8>) throws(GRPCTimeoutError) {
        let digits = text.prefix { HTTP1Grammar.isDigit($0) }
        guard !digits.isEmpty else { throw .noDigits }
        guard digits.count <= Self.mostDigits else { throw .tooManyDigits(digits.count) }
        let rest = text[digits.endIndex...]
        guard let first = rest.first else { throw .noUnit }
        guard rest.count == 1, let unit = Unit(rawValue: first) else {
            throw .unknownUnit(String(decoding: rest, as: UTF8.self))
        }
        // Eight digits are less than 2³².
        value = digits.reduce(0) { $0 * 10 + UInt32($1 - UInt8(ascii: "0")) }
        self.unit = unit
    }

    /// The timeout of a duration: in the longest unit that says it exactly in eight digits, `90M` for an hour and a half;
    /// where none does, in the shortest that has room, rounded up, so that nobody gives up before the client. At least
    /// a nanosecond, since the value is positive.
    package init(nanoseconds: Int64) {
        let duration = max(1, nanoseconds)
        let fitting = Unit.allCases.filter { Self.count(of: $0, in: duration) <= Self.greatest }
        let exact = fitting.first { duration % $0.inNanoseconds == 0 }
        // Hours always have room: an `Int64` holds less than three million of them.
        unit = exact ?? fitting.last ?? .hours
        value = UInt32(truncatingIfNeeded: Self.count(of: unit, in: duration))
    }

    /// Rounded up; of a positive duration.
    private static func count(of unit: Unit, in duration: Int64) -> Int64 {
        (duration - 1) / unit.inNanoseconds + 1
    }

    /// More than an `Int64` holds (292 years) is its greatest value.
    package var nanoseconds: Int64 {
        let (product, isTooLong) = Int64(value).multipliedReportingOverflow(by: unit.inNanoseconds)
        return isTooLong ? .max : product
    }
}

extension GRPCTimeout: CustomStringConvertible {
    /// As the field spells it.
    package var description: String { "\(value)\(Character(Unicode.Scalar(unit.rawValue)))" }
}

/// What is wrong with a `grpc-timeout`.
package enum GRPCTimeoutError: Error, Hashable, Sendable, CustomStringConvertible {
    case noDigits
    /// More than eight.
    case tooManyDigits(Int)
    case noUnit
    /// What stands behind the digits and is none of H, M, S, m, u, n.
    case unknownUnit(String)

    package var description: String {
        switch self {
        case .noDigits: "no digit where a number should start"
        case .tooManyDigits(let count): "\(count) digits, at most 8 are allowed"
        case .noUnit: "no unit behind the digits"
        case .unknownUnit(let text): "\"\(text)\" is none of the units H, M, S, m, u and n"
        }
    }
}
