import Foundation
import TraceBytes
import TraceTransport

/// Requests that our server answers in a second when our client asks: a loop and so a thread each, 16 connections.
struct HTTPSpeed {
    let rounds = 5
    let connections = 16
    let requestsPerConnection = 2000

    func figures() async throws -> [Figure] {
        let rates = try await withEventLoop(name: "server") { serving in
            let server = try await HTTPServer.start(on: serving) { _ in .json(#"{"app":"host"}"#) }
            let rates = try await withEventLoop(name: "client") { asking in
                let client = HTTPClient(on: asking)
                try await ask(client, port: server.port, requests: 100)
                var rates: [Double] = []
                for _ in 0..<rounds { rates.append(try await rate(client, port: server.port)) }
                await client.close()
                return rates
            }
            await server.stop()
            return rates
        }
        return [Figure("HTTP/1.1, our client and server", "requests/s", rates)]
    }

    private func rate(_ client: HTTPClient, port: UInt16) async throws -> Double {
        let clock = ContinuousClock()
        let elapsed = try await clock.measure {
            try await ask(client, port: port, requests: requestsPerConnection)
        }
        return Double(connections * requestsPerConnection) / (elapsed / .seconds(1))
    }

    private func ask(_ client: HTTPClient, port: UInt16, requests: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<connections {
                group.addTask {
                    for _ in 0..<requests {
                        let answer = try await client.send(HTTPRequest("GET", "/"), to: "127.0.0.1", port: port)
                        guard answer.response.status == 200 else {
                            throw BenchmarkError.unexpected("an answer of status \(answer.response.status)")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
