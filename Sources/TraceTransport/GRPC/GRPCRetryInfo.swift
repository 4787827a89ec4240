import TraceBytes

/// `google.rpc.RetryInfo` (google/rpc/error_details.proto): the call may be tried again, not before some time has passed.
package struct GRPCRetryInfo: Hashable, Sendable {
    /// Field 1, `retry_delay`; nil where it is absent. Never negative; more than an `Int64` holds is its greatest value.
    package var delayNanoseconds: Int64?

    package static let typeName = "google.rpc.RetryInfo"

    package init(delayNanoseconds: Int64?) { self.delayNanoseconds = delayNanoseconds.map { max(0, $0) } }

    /// nil for a detail of another type, and for one that cannot be read.
    package init?(_ detail: GRPCDetail) {
        guard detail.typeName == Self.typeName, let info = try? GRPCRetryInfo(detail.value.span.bytes) else {
            return nil
        }
        self = info
    }

    init(_ bytes: RawSpan) throws(ReadError) {
        self.init(delayNanoseconds: nil)
        var reader = ProtobufReader(bytes)
        while let tag = try reader.nextTag() {
            switch tag.rawValue {
            case ProtobufTag.lengthDelimited(1):
                delayNanoseconds = max(0, try Self.nanoseconds(of: try reader.readMessage()))
            default: try reader.skipValue(of: tag)
            }
        }
    }

    package var detail: GRPCDetail {
        var writer = ProtobufWriter()
        if let delayNanoseconds {
            let delay = writer.beginMessage(1)
            let (seconds, nanos) = delayNanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
            if seconds != 0 { writer.write(1, int: seconds) }
            if nanos != 0 { writer.write(2, int: nanos) }
            writer.endMessage(delay)
        }
        return GRPCDetail(typeURL: "type.googleapis.com/\(Self.typeName)", value: writer.bytes)
    }

    /// `google.protobuf.Duration`: seconds in field 1 and the nanoseconds beyond them, of the same sign, in field 2.
    private static func nanoseconds(of duration: consuming ProtobufReader) throws(ReadError) -> Int64 {
        var (seconds, nanos): (Int64, Int32) = (0, 0)
        var reader = duration
        while let tag = try reader.nextTag() {
            switch tag.rawValue {
            case ProtobufTag.varint(1): seconds = Int64(bitPattern: try reader.readVarint())
            case ProtobufTag.varint(2): nanos = Int32(truncatingIfNeeded: try reader.readVarint())
            default: try reader.skipValue(of: tag)
            }
        }
        let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isTooLongByNanos) = whole.addingReportingOverflow(Int64(nanos))
        if isTooLong || isTooLongByNanos { return seconds < 0 ? .min : .max }
        return sum
    }
}
