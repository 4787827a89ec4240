import TraceBytes

/// How the hops ended and how late the harness's own loop was, as JSON of `run.json`.
enum KeptHopEnds {
    static func json(_ end: HopEnd) -> JSONValue {
        .object([
            .init("status", .string(end.status)), .init("clean", .bool(end.isClean)),
            .init(
                "account",
                end.account.map { account in
                    .object([
                        .init("ended", .number(account.ended)), .init("delivered", .number(account.delivered)),
                        .init("dropped", .number(account.dropped)),
                    ])
                } ?? .null),
            .init("last_lines", .array(end.lastLines.map(JSONValue.string))),
            .init("lost_datagrams", .number(end.lostDatagrams)),
        ])
    }

    static func end(_ fields: KeptFields) throws(KeptFieldError) -> HopEnd {
        var account: SpanAccount?
        if fields.optional("account") != nil {
            let kept = try fields.fields("account")
            account = SpanAccount(
                ended: try kept.count("ended"), delivered: try kept.count("delivered"),
                dropped: try kept.count("dropped"))
        }
        return HopEnd(
            status: try fields.text("status"), isClean: try fields.boolean("clean"), account: account,
            lastLines: try fields.texts("last_lines"),
            lostDatagrams: try fields.optional("lost_datagrams") == nil ? 0 : fields.count("lost_datagrams"))
    }
}

/// The late beats as pairs `[monotonic nanoseconds, nanoseconds late]`.
enum KeptLags {
    static func json(_ lags: LoopLags) -> JSONValue {
        .array(lags.beats.map { .array([.number($0.at), .number($0.lateNanoseconds)]) })
    }

    static func lags(_ fields: KeptFields, _ key: String) throws(KeptFieldError) -> LoopLags {
        var beats: [LoopLags.Beat] = []
        for element in try fields.elements(key) {
            guard let pair = element.elements, pair.count == 2, let at = pair[0].integer, let late = pair[1].integer,
                KeptStamps.monotonicRange.contains(at), (0...KeptStamps.longestRun).contains(late)
            else { throw fields.mistyped(key, "an array of pairs [monotonic nanoseconds, nanoseconds late]") }
            beats.append(LoopLags.Beat(at: at, lateNanoseconds: late))
        }
        return LoopLags(beats)
    }
}
