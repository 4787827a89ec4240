import TraceModel

/// The spans of one inbound call while it is worked on: the SERVER span and its children, on one clock.
///
///     GET /            SERVER
///     ├─ GET           CLIENT    one for each upstream call
///     ├─ delay         INTERNAL  when the block is enabled
///     └─ error         INTERNAL  when the block is enabled
struct CallTrace: Sendable {
    let context: SpanContext
    private let clock: HopClock
    private let origin: SpanOrigin
    /// Everything that ended, children before their parent.
    private(set) var spans: [TraceSpan] = []
    /// Of the spans, one each.
    private(set) var roles: [SpanRole] = []

    /// `context` is the SERVER span's own: its ids, its parent and what was decided about recording.
    init(context: SpanContext, clock: HopClock, origin: SpanOrigin) {
        self.context = context
        self.clock = clock
        self.origin = origin
        // One allocation for all that most calls have.
        spans.reserveCapacity(4)
        roles.reserveCapacity(4)
    }

    /// A span that has begun now.
    func begin(_ role: SpanRole, _ name: String, id: SpanID, parent: SpanID?) -> TraceSpan {
        TraceSpan(
            traceID: context.traceID, traceIDWidth: context.traceIDWidth, spanID: id, parentSpanID: parent,
            kind: role.kind, name: name, start: role == .server ? clock.anchor : clock.now(),
            resource: origin.resource, scope: origin.scope, localEndpoint: origin.endpoint,
            isDebug: context.sampling == .debug)
    }

    /// The span ends now.
    mutating func end(_ span: consuming TraceSpan, as role: SpanRole) {
        let start = span.start ?? clock.anchor
        span.durationNanoseconds = max(0, clock.now().nanoseconds(since: start))
        spans.append(span)
        roles.append(role)
    }

    func event(_ name: String, _ attributes: [Attribute] = []) -> SpanEvent {
        SpanEvent(time: clock.now(), name: name, attributes: attributes)
    }
}

extension SpanRole {
    var kind: SpanKind {
        switch self {
        case .server: .server
        case .client: .client
        case .delay, .error: .internal
        }
    }
}
