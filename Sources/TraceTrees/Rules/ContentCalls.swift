import TraceModel
import TraceRules

// MARK: Semantic conventions for RPC, messaging and databases

extension Rule<JudgedSpan> {
    static let grpcAttributes = Rule(
        "content/rpc/grpc-attributes", "SEM-018", .warning,
        "A gRPC span says its service, its method and the status code of the call.",
        why: "Calls cannot be grouped by method, nor failures by code.",
        owner: .instrumentation, spec: "Semantic conventions, gRPC",
        good: "rpc.system=grpc rpc.service=shop.Cart rpc.method=Add rpc.grpc.status_code=0",
        bad: "rpc.system=grpc rpc.service=shop.Cart"
    ) { judged, check in
        let system = judged.attributes.text(.rpcSystem) ?? judged.attributes.text(.rpcSystemName)
        guard system == "grpc", judged.span.kind == .client || judged.span.kind == .server else { return }
        let method = judged.attributes.text(.rpcMethod)
        check.expect(method != nil, else: judged.violation(at: .rpcMethod, expected: "the method of the call"))
        // Later versions have the service in the method: `shop.Cart/Add`.
        if method?.contains("/") != true {
            check.expect(
                judged.attributes.has(.rpcService),
                else: judged.violation(at: .rpcService, expected: "the service of the call"))
        }
        check.expect(
            judged.attributes.has(.grpcStatusCode) || judged.attributes.has(.rpcStatusCode),
            else: judged.violation(at: .grpcStatusCode, expected: "the status code of the call"))
    }

    static let messagingKind = Rule(
        "content/messaging/kind", "SEM-019", .warning,
        "A span that sends a message is PRODUCER, one that processes a message is CONSUMER.",
        why: "Backends join the two sides of a queue by these kinds: the queue is missing on their maps.",
        owner: .instrumentation, spec: "Semantic conventions, Messaging spans, Span kind",
        good: "PRODUCER messaging.operation=publish", bad: "CLIENT messaging.operation=publish"
    ) { judged, check in
        guard judged.attributes.has(.messagingSystem),
            let operation = judged.attributes.text(.messagingOperationType)
                ?? judged.attributes.text(.messagingOperation)
        else { return }
        let kind = judged.span.kind
        switch operation {
        case "publish", "create", "send":
            // Who sends a batch of messages that have spans of their own is CLIENT, and links to them.
            let isRight = kind == .producer || kind == .client && !judged.span.links.isEmpty
            check.expect(
                isRight,
                else: judged.violation(
                    at: "kind", expected: "PRODUCER for \(operation)", actual: kind.description))
        case "process", "deliver":
            check.expect(
                kind == .consumer,
                else: judged.violation(
                    at: "kind", expected: "CONSUMER for \(operation)", actual: kind.description))
        default: break
        }
    }

    static let databaseKind = Rule(
        "content/db/kind", "SEM-023", .warning, "A span of a call to a database is CLIENT.",
        why: "Backends find calls by their kind: the database is missing on their maps.",
        owner: .instrumentation, spec: "Semantic conventions, Database client spans, Span kind",
        good: "CLIENT db.system.name=postgresql", bad: "INTERNAL db.system.name=postgresql"
    ) { judged, check in
        // Where a form has no word for INTERNAL, no kind may mean no more than an exporter that sends none.
        guard judged.dataModel == .otlp, judged.callsDatabase else { return }
        check.expect(
            judged.span.kind == .client,
            else: judged.violation(at: "kind", expected: "CLIENT", actual: judged.span.kind.description))
    }

    static let databasePeer = Rule(
        "content/db/peer", "SEM-023", .warning, "A CLIENT span of a call to a database says which server it called.",
        why: "All databases of one kind become one node on maps of services.",
        owner: .instrumentation, spec: "Semantic conventions, Database client spans, server.address",
        good: "CLIENT db.system.name=postgresql server.address=orders-db", bad: "CLIENT db.system.name=postgresql"
    ) { judged, check in
        // Zipkin has a place for it, and a rule of the form asks for that.
        guard judged.dataModel != .zipkin, judged.span.kind == .client, judged.callsDatabase else { return }
        let peers: [SemanticKey] = [
            .serverAddress, .peerAddress, .oldPeerName, .oldPeerIP, .oldPeerSocketAddress, .peerService,
            .servicePeerName, .peerHostname, .openTracingPeerAddress, .peerIPv4,
        ]
        check.expect(
            peers.contains { judged.attributes.has($0) },
            else: judged.violation(at: .serverAddress, expected: "the name or address of the server"))
    }
}

extension JudgedSpan {
    /// Whether it is about a database that runs elsewhere: of one in the process the conventions allow INTERNAL.
    fileprivate var callsDatabase: Bool {
        guard let system = attributes.text(.dbSystem) ?? attributes.text(.dbOldSystem) else { return false }
        return !["sqlite", "h2", "h2database", "hsqldb", "derby", "duckdb", "leveldb", "rocksdb"].contains(system)
    }
}
