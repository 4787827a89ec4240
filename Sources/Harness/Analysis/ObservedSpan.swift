import TraceModel

/// A span as the collector got it, with who sent it and when.
///
/// Every claim walks over all spans of a run: shared by reference, one costs a claim nothing.
package final class ObservedSpan: Sendable {
    package let span: TraceSpan
    /// The hop whose receiver took it.
    package let hop: Int
    /// The export that carried it.
    package let export: Int
    /// How many further equal copies came.
    package let extraCopies: Int

    package init(span: TraceSpan, hop: Int, export: Int, extraCopies: Int = 0) {
        self.span = span
        self.hop = hop
        self.export = export
        self.extraCopies = extraCopies
    }
}

/// Equal copies were merged when the spans were put in order: what is left twice is two spans.
extension ObservedSpan: Hashable {
    package static func == (left: ObservedSpan, right: ObservedSpan) -> Bool { left === right }

    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
