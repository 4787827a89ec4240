import TraceModel
import TracePlatform

/// The clock of spans: a start is wall-clock time, so that it compares with other processes; a duration is monotonic,
/// so that a step of the wall clock cannot bend it.
///
/// One reading of both clocks anchors a request; every later time of that request is the anchor plus monotonic time.
/// So children never leave their parents because the wall clock moved in between.
package struct HopClock: Sendable {
    package let anchor: Timestamp
    private let anchorMonotonic: MonotonicInstant

    private init(_ pair: ClockPair) {
        anchor = Timestamp(nanoseconds: pair.wallNanoseconds)
        anchorMonotonic = pair.monotonic
    }

    /// Anchored now.
    package static func started() -> HopClock { HopClock(.now()) }

    package func now() -> Timestamp { anchor.advanced(byNanoseconds: MonotonicClock.now() - anchorMonotonic) }
}
