import TraceModel
import TracePlatform

/// The clock of spans: a start is wall-clock time, so that it compares with other processes; a duration is monotonic,
/// so that a step of the wall clock cannot bend it.
///
/// One reading of both clocks anchors a request; every later time of that request is the anchor plus monotonic time.
/// So children never leave their parents because the wall clock moved in between.
package struct HopClock: Sendable {
    package let anchor: Timestamp
    private let anchorMonotonic: Int64
    private let readMonotonic: @Sendable () -> Int64

    package init(anchor: Timestamp, monotonic: @escaping @Sendable () -> Int64) {
        self.anchor = anchor
        readMonotonic = monotonic
        anchorMonotonic = monotonic()
    }

    /// Anchored now, on the clocks of the machine.
    package static func started() -> HopClock {
        HopClock(anchor: Timestamp(nanoseconds: WallClock.nowNanoseconds())) { MonotonicClock.now().nanoseconds }
    }

    package func now() -> Timestamp { anchor.advanced(byNanoseconds: readMonotonic() - anchorMonotonic) }
}
