import TraceRules

extension Catalogue {
    /// `baggage` on the calls of a service.
    static let baggage: [UnjudgedRule] = [
        UnjudgedRule(
            "baggage/forwarded", "BAG-001", .should,
            "baggage is passed on, with the members that the service does not know.",
            spec: "W3C Baggage, Propagation",
            place: .nowhere(needs: "requests with a baggage header; harness verify sends none")),
        UnjudgedRule(
            "baggage/encoded", "BAG-002", .must,
            "Values of baggage that go out are percent-encoded to the octets that are allowed.",
            spec: "W3C Baggage, value", place: .nowhere(needs: "a service that writes baggage of its own")),
        UnjudgedRule(
            "baggage/limits", "BAG-003", .must,
            "64 members and 8192 bytes survive; members are dropped whole.",
            spec: "W3C Baggage, Limits", place: .nowhere(needs: "requests with 64 members of baggage")),
        UnjudgedRule(
            "baggage/unique-keys", "BAG-004", .warning,
            "What a service writes has no key twice.",
            spec: "W3C Baggage, baggage-string", place: .nowhere(needs: "a service that writes baggage of its own")),
        UnjudgedRule(
            "baggage/without-context", "BAG-005", .should,
            "baggage is passed on where there is no trace context, too.",
            spec: "W3C Baggage, Introduction", place: .nowhere(needs: "requests with a baggage header and no context")),
    ]
}
