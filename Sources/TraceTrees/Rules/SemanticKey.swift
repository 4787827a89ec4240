import TraceModel

/// The attributes that rules about content ask for, by the names of the semantic conventions. Its number is its place in
/// ``SemanticAttributes``.
enum SemanticKey: Int, CaseIterable, Sendable {
    // HTTP up to version 1.20; method, status code, route and URL are also Zipkin's and OpenTracing's names
    case oldMethod, oldStatusCode, oldURL, oldTarget, oldScheme, oldFlavor, oldPeerName, oldPeerIP,
        oldPeerSocketAddress
    // HTTP since version 1.23
    case method, statusCode, fullURL, urlPath, urlQuery, urlScheme, urlTemplate, serverAddress, serverPort,
        peerAddress, errorType
    // HTTP in both
    case route
    // remote procedure calls
    case rpcSystem, rpcSystemName, rpcService, rpcMethod, grpcStatusCode, rpcStatusCode
    // messaging
    case messagingSystem, messagingOperation, messagingOperationType, messagingOldDestination,
        messagingDestination, kafkaTopic
    // databases
    case dbOldSystem, dbSystem
    // the other side of a call
    case peerService, servicePeerName, peerHostname, openTracingPeerAddress, peerIPv4
    // what an OpenTelemetry SDK adds where a form has no place for it
    case sdkName, scopeName, libraryName

    var name: String {
        switch self {
        case .oldMethod: "http.method"
        case .oldStatusCode: "http.status_code"
        case .oldURL: "http.url"
        case .oldTarget: "http.target"
        case .oldScheme: "http.scheme"
        case .oldFlavor: "http.flavor"
        case .oldPeerName: "net.peer.name"
        case .oldPeerIP: "net.peer.ip"
        case .oldPeerSocketAddress: "net.sock.peer.addr"
        case .method: "http.request.method"
        case .statusCode: "http.response.status_code"
        case .fullURL: "url.full"
        case .urlPath: "url.path"
        case .urlQuery: "url.query"
        case .urlScheme: "url.scheme"
        case .urlTemplate: "url.template"
        case .serverAddress: "server.address"
        case .serverPort: "server.port"
        case .peerAddress: "network.peer.address"
        case .errorType: "error.type"
        case .route: "http.route"
        case .rpcSystem: "rpc.system"
        case .rpcSystemName: "rpc.system.name"
        case .rpcService: "rpc.service"
        case .rpcMethod: "rpc.method"
        case .grpcStatusCode: "rpc.grpc.status_code"
        case .rpcStatusCode: "rpc.response.status_code"
        case .messagingSystem: "messaging.system"
        case .messagingOperation: "messaging.operation"
        case .messagingOperationType: "messaging.operation.type"
        case .messagingOldDestination: "messaging.destination"
        case .messagingDestination: "messaging.destination.name"
        case .kafkaTopic: "kafka.topic"
        case .dbOldSystem: "db.system"
        case .dbSystem: "db.system.name"
        case .peerService: "peer.service"
        case .servicePeerName: "service.peer.name"
        case .peerHostname: "peer.hostname"
        case .openTracingPeerAddress: "peer.address"
        case .peerIPv4: "peer.ipv4"
        case .sdkName: "telemetry.sdk.name"
        case .scopeName: "otel.scope.name"
        case .libraryName: "otel.library.name"
        }
    }

    /// By name.
    fileprivate static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}

/// Where the attributes stand that rules ask for: found in one pass, since many rules ask of every span.
struct SemanticAttributes: Sendable {
    /// For each key the place of its first attribute; -1 where there is none. Empty when no key is there.
    private var places: [Int32] = []
    private let attributes: [Attribute]

    init(_ attributes: [Attribute]) {
        self.attributes = attributes
        for (index, attribute) in attributes.enumerated() {
            guard let key = SemanticKey.byName[attribute.key] else { continue }
            if places.isEmpty { places = [Int32](repeating: -1, count: SemanticKey.byName.count) }
            if places[key.rawValue] < 0 { places[key.rawValue] = Int32(clamping: index) }
        }
    }

    subscript(key: SemanticKey) -> AttributeValue? {
        guard !places.isEmpty else { return nil }
        let place = Int(places[key.rawValue])
        return place < 0 ? nil : attributes[place].value
    }

    /// The value when it is a text that is not empty.
    func text(_ key: SemanticKey) -> String? {
        guard case .string(let text)? = self[key], !text.isEmpty else { return nil }
        return text
    }

    func has(_ key: SemanticKey) -> Bool { self[key] != nil }
}
