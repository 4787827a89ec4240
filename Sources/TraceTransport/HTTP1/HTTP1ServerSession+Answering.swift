import TraceBytes
import TracePlatform

/// From the handler's answer to the wire.
extension HTTP1ServerSession {
    /// Writes the answer; says whether the connection is kept.
    nonisolated(nonsending) mutating func answer(
        _ request: HTTPRequestHead, with response: consuming HTTPResponse
    ) async throws(Fault) -> Bool {
        switch response.disposition {
        case .abort, .resetStream:
            count { $0.aborted += 1 }
            await reset()
            return false
        case .hang:
            count { $0.aborted += 1 }
            await discard(until: nil, atMost: .max)
            return false
        case .normal, .closeAfter, .cutAfter: break
        }
        if request.version == .http1_0 {
            // RFC 9112 section 6.1: not to a peer of HTTP/1.0, which ends the content at a length or at the close.
            response.headers.removeAll(named: "Transfer-Encoding")
            response.trailers = HeaderFields()
        }
        let isKept = keepsConnection(after: response)
        let connectionField = !isKept ? "close" : request.version == .http1_0 ? "keep-alive" : nil
        let bytes: [UInt8]
        do throws(HTTP1SerializationError) {
            bytes = try HTTP1Serializer.bytes(
                of: response, to: request.method, connection: connectionField, date: server.date())
        } catch {
            throw .incident(.unwritable(error))
        }
        if case .cutAfter(let limit) = response.disposition {
            count { $0.aborted += 1 }
            try await write(Array(bytes.prefix(max(limit, 0))))
            return false
        }
        do throws(Fault) {
            try await write(bytes)
        } catch {
            count { $0.unanswered += 1 }
            throw error
        }
        count { $0.answered += 1 }
        if !isKept { await linger() }
        return isKept
    }

    private func keepsConnection(after response: borrowing HTTPResponse) -> Bool {
        guard let head, head.keepsAlive, response.disposition == .normal else { return false }
        let saysClose = response.headers.all("Connection").contains {
            equalsIgnoringASCIICase($0.value, "close".utf8)
        }
        return !saysClose && !server.state.withValue { $0.isStopping }
    }

    nonisolated(nonsending) func write(_ bytes: [UInt8]) async throws(Fault) {
        do throws(NetworkError) {
            try await connection.writeOnLoop(bytes, deadline: loop.now() + limits.writeNanoseconds)
        } catch {
            throw .incident(error.cause == .deadlineExceeded ? .timedOut(.write) : .broken(error))
        }
    }
}
