import Testing
import TraceModel
import TraceRules
import TraceTrees

/// A run in canonical form: equal for two runs that did the same, different where something else was done.
@Suite struct SnapshotTests {
    /// `shop` answers a call and makes two, one after the other.
    private func run(
        trace: UInt64 = 7, ids: [UInt64] = [1, 2, 3], start: Int64 = 1_700_000_000_000_000_000, route: String = "/users"
    ) -> [TraceSpan] {
        let resource = Resource(attributes: [
            Attribute("service.name", .string("shop")), Attribute("process.pid", .int(Int64(trace))),
        ])
        func span(_ id: Int, _ parent: Int?, _ kind: SpanKind, _ name: String, _ from: Int64, _ length: Int64)
            -> TraceSpan
        {
            TraceSpan(
                traceID: TraceID(high: 1, low: trace), spanID: SpanID(ids[id]),
                parentSpanID: parent.map { SpanID(ids[$0]) }, kind: kind, name: name,
                start: Timestamp(nanoseconds: start + from), durationNanoseconds: length, resource: resource)
        }
        var server = span(0, nil, .server, "GET \(route)", 0, 100)
        server.attributes = [
            Attribute("url.path", .string("/users/\(SpanID(ids[1]).hex)")), Attribute("http.route", .string(route)),
            Attribute("server.port", .int(41_234)),
        ]
        return [server, span(1, 0, .client, "first", 10, 20), span(2, 0, .client, "second", 40, 20)]
    }

    @Test func idsTimesAndTheOrderOfArrivalDoNotMatter() {
        let one = Snapshot(run())
        let other = Snapshot(run(trace: 99, ids: [30, 10, 20], start: 1_800_000_000_000_000_000).reversed())
        #expect(one.text == other.text)
    }

    @Test func aSnapshotReadsAsATree() {
        #expect(
            Snapshot(run()).text == """
                resource of shop
                  process.pid = <changes>
                  service.name = "shop"

                trace-1
                  SERVER "GET /users" of shop = span-1
                    http.route = "/users"
                    server.port = <port>
                    url.path = "/users/span-1.1"
                    CLIENT "first" of shop = span-1.1
                    CLIENT "second" of shop = span-1.2

                """)
    }

    @Test func spansThatFollowEachOtherKeepTheirOrderAndThoseThatOverlapDoNot() {
        var swapped = run()
        (swapped[1].start, swapped[2].start) = (swapped[2].start, swapped[1].start)
        #expect(Snapshot(run()).text != Snapshot(swapped).text)
        var overlapping = run()
        overlapping[1].durationNanoseconds = 60
        overlapping[2].durationNanoseconds = 60
        var begunInTheOtherOrder = overlapping
        (begunInTheOtherOrder[1].start, begunInTheOtherOrder[2].start) = (overlapping[2].start, overlapping[1].start)
        #expect(Snapshot(overlapping).text == Snapshot(begunInTheOtherOrder).text)
    }

    @Test func tracesThatAreAlikeAreCounted() {
        let spans = (1...12).flatMap { run(trace: $0, start: Int64($0) * 1_700_000_000_000_000) }
        #expect(Snapshot(spans).text.contains("trace-1 = 12 alike\n"))
    }

    @Test func whatIsIgnoredIsLeftOutAndWhatMatchesAMaskIsNotShown() throws {
        let options = SnapshotOptions(ignored: [Glob("http.*")], masks: [try Regex("users/[^/]+")])
        let text = Snapshot(run(), options: options).text
        #expect(!text.contains("http.route"))
        #expect(text.contains(#"url.path = "/<masked>""#))
    }

    @Test(arguments: [
        ("http://127.0.0.1:41234/x", "http://127.0.0.1:<port>/x"), ("http://localhost:8080/", "http://localhost:8080/"),
        ("[::1]:60000", "[::1]:<port>"), ("example.org:41234", "example.org:41234"),
    ])
    func portsThatSystemsChooseAreNotShown(text: String, shown: String) {
        var spans = run()
        spans[0].attributes = [Attribute("a", .string(text))]
        #expect(Snapshot(spans).text.contains("a = \"\(shown)\"\n"))
    }

    @Test func linksNameTheSpanWhereItIsHere() {
        var spans = run()
        spans[2].links = [
            SpanLink(traceID: spans[0].traceID, spanID: spans[1].spanID),
            SpanLink(traceID: TraceID(high: 5, low: 5), spanID: SpanID(5)),
        ]
        let text = Snapshot(spans).text
        #expect(text.contains("link = trace-1 span-1.1\n"))
        #expect(text.contains("link = a span that is not here\n"))
    }

    @Test func aTraceOfAnyDepthHasASnapshot() {
        let spans = (1...5000).map { (number: UInt64) -> TraceSpan in
            span(number, parent: number == 1 ? nil : number - 1, name: "deep", at: Int64(number))
        }
        #expect(Snapshot(spans).text.contains("spans below = 4743\n"))
    }

    @Test func whatIsWrittenIsReadAgain() {
        var spans = run()
        spans[0].name = "a = \"b\"\n\\"
        spans[0].attributes.append(Attribute("odd = key", .string("x = y")))
        let snapshot = Snapshot(spans)
        #expect([SnapshotNode](parsingSnapshot: "# zipkin-v2\n\n\(snapshot.text)") == snapshot.nodes)
    }

    // MARK: Differences

    private func difference(_ change: (inout [TraceSpan]) -> Void) -> [SnapshotDiff.Line] {
        var changed = run()
        change(&changed)
        return SnapshotDiff(from: Snapshot(run()).nodes, to: Snapshot(changed).nodes).lines.filter {
            $0.change != .place
        }
    }

    @Test func equalRunsDifferInNothing() { #expect(difference { _ in } == []) }

    @Test func anAttributeThatChangedIsShownWithWhatItWas() {
        let lines = difference { $0[0].attributes[1] = Attribute("http.route", .string("/user")) }
        #expect(lines == [.init(depth: 2, change: .changed(from: #""/users""#), text: #"http.route = "/user""#)])
    }

    @Test func aSpanThatIsNewIsShownWithWhatIsBelowIt() {
        let lines = difference { spans in
            var extra = spans[2]
            extra.spanID = SpanID(9)
            extra.name = "third"
            extra.start = spans[2].start?.advanced(byNanoseconds: 30)
            extra.attributes = [Attribute("k", .bool(true))]
            spans.append(extra)
        }
        #expect(
            lines == [
                .init(depth: 2, change: .added, text: #"CLIENT "third" of shop = span-1.3"#),
                .init(depth: 3, change: .added, text: "k = true"),
            ])
    }

    @Test func aSpanThatIsGoneIsShownAlone() {
        let lines = difference { $0.remove(at: 2) }
        #expect(lines == [.init(depth: 2, change: .removed, text: #"CLIENT "second" of shop = span-1.2"#)])
    }

    @Test func aSpanThatStandsBelowAnotherOneHasMoved() {
        let lines = difference { $0[2].parentSpanID = $0[1].spanID }
        #expect(lines.map(\.change) == [.moved])
        #expect(lines.map(\.text) == [#"CLIENT "second" of shop = span-1.1.1"#])
    }
}
