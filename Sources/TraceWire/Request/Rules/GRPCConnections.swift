import TraceBytes
import TraceRules

// MARK: gRPC, PROTOCOL-HTTP2.md, HTTP2 Transport Mapping; RFC 9113 sections 3 to 6

extension Rule<CarriedPayload> {
    static let grpcPreface = Rule(
        "grpc/connection/preface", "OTLPG-001", .must,
        "A connection begins with the preface of HTTP/2 and SETTINGS, without Upgrade.",
        why: "Servers of gRPC speak nothing else at their port, and close the connection.",
        spec: "RFC 9113 sections 3.3 and 3.4", good: "PRI * HTTP/2.0", bad: "GET / HTTP/1.1 with Upgrade: h2c"
    ) { carried, check in
        guard let request = carried.request else { return }
        let wanted = "the preface of HTTP/2, then SETTINGS"
        if let broken = carried.brokenRule {
            guard broken.rule.hasPrefix("http2/3.4/") else { return check.holds() }
            return check.breaks(Violation(at: "connection", expected: wanted, actual: "\(broken)"))
        }
        let upgrade = request.headers.text("upgrade").map { " with Upgrade: \($0)" } ?? ""
        check.expect(
            request.http2Fields != nil,
            else: Violation(at: "connection", expected: wanted, actual: "\(request.method) of HTTP/1.1\(upgrade)"))
    }

    static let grpcSettingsAcknowledged = Rule(
        "grpc/connection/settings-acknowledged", "OTLPG-011", .must,
        "A client acknowledges the SETTINGS of the server.",
        why: "Servers end the connection with SETTINGS_TIMEOUT, and calls that are under way fail.",
        spec: "RFC 9113 section 6.5.3", good: "SETTINGS with ACK", bad: "no SETTINGS with ACK in 10 seconds"
    ) { carried, check in
        check.expectFrames(carried, breakingIt: { $0 == "http2/6.5.3/acknowledged" }) { _ in
            Violation(at: "connection", expected: "SETTINGS with ACK", actual: "none in time")
        }
    }

    static let grpcWindowsKept = Rule(
        "grpc/connection/windows-kept", "OTLPG-011", .must, "A client sends no more DATA than the windows allow.",
        why: "Servers end the call or the connection with FLOW_CONTROL_ERROR.", spec: "RFC 9113 section 6.9.1",
        good: "65,535 octets, the rest behind WINDOW_UPDATE", bad: "1 MiB before WINDOW_UPDATE"
    ) { carried, check in
        check.expectFrames(carried, breakingIt: windows.contains) { broken in
            Violation(at: "connection", expected: "DATA within the windows", actual: "\(broken)")
        }
    }

    private static let windows = ["http2/6.9.1/connection-window", "http2/6.9.1/stream-window"]
    /// Streams may come before SETTINGS says how many may, and priorities went with RFC 7540.
    private static let noBreaches = ["http2/5.1.2/concurrent-streams", "http2/5.3.1/self-dependency"]

    /// Whatever else RFC 9113 says of frames. What a server does not put up with to save itself (section 10.5) is no breach.
    static let grpcFrames = Rule(
        "grpc/connection/frames", "OTLPG-011", .must, "Frames have the forms and the order of HTTP/2.",
        why: "Servers end the call or the connection, and calls that are under way fail.",
        spec: "RFC 9113 sections 4 to 6", good: "HEADERS, then DATA with END_STREAM", bad: "DATA behind END_STREAM"
    ) { carried, check in
        check.expectFrames(
            carried,
            breakingIt: { rule in
                let others = windows + noBreaches + ["http2/6.5.3/acknowledged"]
                return frames.contains { rule.hasPrefix($0) } && !others.contains(rule)
            },
            saying: { broken in
                Violation(
                    at: "connection", expected: "frames as section \(broken.section) of RFC 9113 asks",
                    actual: "\(broken)")
            })
    }

    private static let frames = ["http2/4.", "http2/5.", "http2/6.", "http2/8.4/"]

    static let grpcConnectionReused = Rule(
        "grpc/connection/reused", "OTLPG-014", .should, "An exporter uses its connection for several exports.",
        why: "Every export pays for a new connection, with TLS a dear one.",
        spec: "OTLP specification, OTLP/gRPC Concurrent Requests", good: "streams 1, 3 and 5 of one connection",
        bad: "a new connection for every batch", remembering: ExportConnections(),
        check: { carried, connections, _ in
            if let call = carried.call { connections.add(call, carried) }
        }, atEnd: { connections, check in connections.judge(&check) })
}

extension RuleCheck {
    /// Whether a call came whole, or one of these rules ended it. Another rule that did says nothing of them.
    fileprivate mutating func expectFrames(
        _ carried: CarriedPayload, breakingIt isIt: (_ rule: String) -> Bool,
        saying violation: (BrokenHTTP2Rule) -> Violation
    ) {
        if let broken = carried.brokenRule, isIt(broken.rule) { return breaks(violation(broken)) }
        if carried.call != nil { holds() }
    }
}
