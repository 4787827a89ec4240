import HopServer
import Testing
import TraceBytes

/// How places are spelt that take calls of gRPC.
@Suite struct ExportEndpointTests {
    @Test(
        arguments: [
            ("grpc://h:4317", "h", 4317), ("grpc://h:5/", "h", 5), ("GRPC://h", "h", 4317), ("h:4317", "h", 4317),
            ("127.0.0.1:1", "127.0.0.1", 1), ("grpc://[::1]:5", "::1", 5), ("grpc://[::1]", "::1", 4317),
            ("[::1]:5", "::1", 5),
        ] as [(String, String, UInt16)])
    func aPlaceForCallsIsRead(text: String, host: String, port: UInt16) throws {
        let endpoint = try ExportEndpoint(parsing: text)
        #expect(endpoint == .grpc(host: host, port: port))
        let authority = host.contains(":") ? "[\(host)]" : host
        #expect(endpoint.description == "grpc://\(authority):\(port)")
        #expect(try ExportEndpoint(parsing: endpoint.description) == endpoint)
    }

    @Test(
        arguments: [
            ("grpc://h:4317/v1/traces", 13, "a path, which endpoints of gRPC do not have"),
            ("grpc://h?a=b", 8, "a path, which endpoints of gRPC do not have"),
        ])
    func aPathIsRefusedAtItsPlace(text: String, offset: Int, reason: String) {
        let error = #expect(throws: HTTPURLError.self) { try ExportEndpoint(parsing: text) }
        #expect(error == HTTPURLError(offset: offset, reason: reason))
    }

    /// Not of gRPC, or of nothing.
    @Test(arguments: ["http://h:4317", "https://h:4317", "http://[::1]:4317"])
    func aSchemeOfHTTPIsKept(text: String) throws {
        guard case .http = try ExportEndpoint(parsing: text) else {
            Issue.record("\(text) is no URL of HTTP")
            return
        }
    }

    @Test(arguments: ["h", "h:", ":4317", "h:70000", "h:0x1", "grpc://", "grpc://:1", "grpc://h:70000"])
    func whatIsNoPlaceIsRefused(text: String) {
        #expect(throws: HTTPURLError.self) { try ExportEndpoint(parsing: text) }
    }
}
