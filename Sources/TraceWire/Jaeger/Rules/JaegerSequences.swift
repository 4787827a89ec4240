import TraceRules

// What a client counts. A recording may hold the batches of several clients, and nothing on the wire tells two of one
// service apart unless their processes say who they are; so only those are judged that do.

// MARK: jaeger.thrift, Batch: seqNo, stats

extension Rule<JaegerPayload> {
    static let jaegerSequenceIncreases = Rule(
        "jaeger/batch/sequence-increases", "JT-016", .should, "The seqNo of a client grows from batch to batch.",
        why: "By the number collectors see what was lost: one that repeats or falls looks like a loss or hides one.",
        spec: "jaeger.thrift, Batch.seqNo", good: "seqNo: 1, then seqNo: 2", bad: "seqNo: 2, then seqNo: 2",
        remembering: LastNumbers()
    ) { payload, last, check in
        for (index, batch) in payload.batches.enumerated() {
            guard let number = batch.number(.seqNo), let client = batch.part(.process)?.clientIdentity else { continue }
            guard let previous = last.exchange(number, of: client) else { continue }
            check.expect(
                number > previous,
                else: Violation(
                    at: JaegerStruct.join(payload.path(ofBatch: index), "seqNo"),
                    expected: "more than \(previous), the number before", actual: "\(number)",
                    offset: batch.offset(of: .seqNo)))
        }
    }

    static let jaegerSequenceWithoutGaps = Rule(
        "jaeger/batch/sequence-without-gaps", "JT-016", .warning, "The seqNo of a client grows by one.",
        why: "A gap is a batch that was lost: by the client, or on its way to the recording.",
        spec: "jaeger.thrift, Batch.seqNo", good: "seqNo: 1, then seqNo: 2", bad: "seqNo: 1, then seqNo: 3",
        remembering: LastNumbers()
    ) { payload, last, check in
        for (index, batch) in payload.batches.enumerated() {
            guard let number = batch.number(.seqNo), let client = batch.part(.process)?.clientIdentity else { continue }
            // One that does not grow is the business of `jaegerSequenceIncreases`.
            guard let previous = last.exchange(number, of: client), number > previous else { continue }
            check.expect(
                number - 1 == previous,
                else: Violation(
                    at: JaegerStruct.join(payload.path(ofBatch: index), "seqNo"),
                    expected: "\(previous + 1), one more than before", actual: "\(number)",
                    offset: batch.offset(of: .seqNo)))
        }
    }

    static let jaegerNothingLost = Rule(
        "jaeger/stats/nothing-lost", "JT-017", .warning, "The stats of a client say that it lost no spans.",
        why: "Traces have holes: the queue was too small, spans were too large, or sending failed.",
        spec: "jaeger.thrift, ClientStats", good: "fullQueueDroppedSpans: 0", bad: "tooLargeDroppedSpans: 3",
        remembering: LastNumbers()
    ) { payload, last, check in
        for (index, batch) in payload.batches.enumerated() {
            guard let stats = batch.part(.stats), let process = batch.part(.process) else { continue }
            for field in [JaegerField.fullQueueDroppedSpans, .tooLargeDroppedSpans, .failedToEmitSpans] {
                guard let count = stats.number(field) else { continue }
                // The counts are totals, of which every batch would tell the same loss again.
                let told = last.raise(count, of: "\(field.rawValue) \(process.identity)")
                check.expect(
                    count <= told,
                    else: Violation(
                        at: JaegerStruct.join(payload.path(ofBatch: index), "stats.\(field.rawValue)"),
                        expected: told == 0 ? "0" : "\(told), as before", actual: "\(count)",
                        offset: stats.offset(of: field)))
            }
        }
    }
}

// MARK: Thrift, Message: sequence id

extension Rule<JaegerPayload> {
    static let datagramSequence = Rule(
        "jaeger-udp/message/sequence", "JU-007", .warning,
        "The sequence id of messages is 0, or grows from one to the next.",
        why: "Ids in no order suggest that the header is not what it should be; readers ignore them.",
        spec: "Thrift compact protocol, Message", good: "sequence id 1, then 2", bad: "sequence id 9, then 4",
        remembering: LastNumbers()
    ) { payload, last, check in
        guard let message = payload.message, let client = payload.batches.first?.part(.process)?.clientIdentity else {
            return
        }
        let number = Int64(message.sequence)
        let previous = last.exchange(number, of: client)
        check.expect(
            number == 0 || number > previous ?? 0,
            else: Violation(
                at: "message.sequence", expected: "0, or more than \(previous ?? 0)", actual: "\(number)"))
    }
}

/// The last number of each client, of so many as fit: what comes beyond is not judged.
struct LastNumbers: Sendable {
    static let keptClients = 1024

    private var numbers: [String: Int64] = [:]

    /// The number before; nil for the first one.
    mutating func exchange(_ number: Int64, of client: String) -> Int64? {
        guard let previous = numbers[client] else {
            if numbers.count < Self.keptClients { numbers[client] = number }
            return nil
        }
        numbers[client] = number
        return previous
    }

    /// Keeps the greatest number; returns what it was before, 0 at first.
    mutating func raise(_ number: Int64, of client: String) -> Int64 {
        guard let previous = numbers[client] else {
            guard numbers.count < Self.keptClients else { return number }
            numbers[client] = max(0, number)
            return 0
        }
        numbers[client] = max(previous, number)
        return previous
    }
}

extension JaegerStruct {
    /// The name and the tags of a process.
    fileprivate var identity: String {
        let tags = (list(.tags) ?? []).map { tag in
            tag.members.map { $0.value.described }.joined(separator: " ")
        }
        return ([text(.serviceName) ?? ""] + tags).joined(separator: "\n")
    }

    /// The identity of a process that tells it from every other one: Jaeger's clients say a `client-uuid`, OpenTelemetry a
    /// `service.instance.id`. nil of others.
    fileprivate var clientIdentity: String? {
        tag("client-uuid") == nil && tag("service.instance.id") == nil ? nil : identity
    }
}
