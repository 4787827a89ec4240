import TraceBytes
import TraceModel

/// What ``JaegerSpans`` remembers of a payload in protobuf alone.
struct JaegerProtobufParts {
    /// Whether a span is open: a process is then its own.
    var isInSpan = false
    var batchProcess = Process()
    /// That of the span which is open.
    var ownProcess: Process?
    /// The numbers of spans without a process of their own, in runs of neighbours: a batch names its process behind them.
    var withoutOwnProcess: [Range<Int>] = []
    /// The time or duration that is open.
    var time = Time()

    /// A process as far as it was read: of two in one place the second continues the first (protobuf encoding, Last One
    /// Wins).
    struct Process {
        var serviceName: Range<Int>?
        var tags: [Attribute] = []
    }

    /// Remembers a span without a process of its own.
    mutating func add(_ number: Int) {
        if let last = withoutOwnProcess.last, last.upperBound == number {
            withoutOwnProcess[withoutOwnProcess.count - 1] = last.lowerBound..<number + 1
        } else {
            withoutOwnProcess.append(number..<number + 1)
        }
    }

    /// `google.protobuf.Timestamp` and `Duration`: seconds, and nanoseconds beside them.
    struct Time {
        var seconds: Int64 = 0
        var nanos: Int32 = 0
        /// Where its message begins.
        var offset = 0

        /// The times that Go can say, as which Jaeger reads them (timestamp.proto): the years 1 to 9999.
        private static let years: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

        /// - Throws: for what Jaeger refuses.
        func timestamp() throws(ReadError) -> Timestamp {
            guard Self.years.contains(seconds) else {
                throw ReadError(.invalidValue("\(seconds) seconds are not in the years 1 to 9999"), at: offset)
            }
            guard (0..<1_000_000_000).contains(nanos) else {
                throw ReadError(.invalidValue("nanos of \(nanos) are not from 0 to 999999999"), at: offset)
            }
            return Timestamp(nanoseconds: Self.clamped(seconds: seconds, nanos: nanos))
        }

        /// Nanoseconds.
        ///
        /// - Throws: for what Jaeger refuses: also what has more nanoseconds than 64 bits can say, 292 years.
        func duration() throws(ReadError) -> Int64 {
            guard (-999_999_999...999_999_999).contains(nanos) else {
                throw ReadError(.invalidValue("nanos of \(nanos) are a second or more"), at: offset)
            }
            guard seconds == 0 || nanos == 0 || (seconds < 0) == (nanos < 0) else {
                throw ReadError(
                    .invalidValue("seconds of \(seconds) and nanos of \(nanos) have different signs"), at: offset)
            }
            let duration = Self.clamped(seconds: seconds, nanos: nanos)
            guard duration / 1_000_000_000 == seconds else {
                throw ReadError(
                    .invalidValue("\(seconds) seconds are no duration of 64 bits in nanoseconds"), at: offset)
            }
            return duration
        }

        /// Clamped at the ends of 64 bits.
        private static func clamped(seconds: Int64, nanos: Int32) -> Int64 {
            let (product, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
            let (sum, overflows) = product.addingReportingOverflow(Int64(nanos))
            return isTooLarge || overflows ? (seconds < 0 ? .min : .max) : sum
        }
    }
}
