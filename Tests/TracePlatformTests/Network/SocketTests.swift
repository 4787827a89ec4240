import Foundation
import Testing
import TracePlatform

@Suite(.timeLimit(.minutes(1)))
struct SocketTests {
    @Test func bothAddressesAreKnown() throws {
        let pair = try SocketPair()
        defer { pair.close() }
        #expect(pair.client.peerAddress == pair.server.localAddress)
        #expect(pair.client.localAddress == pair.server.peerAddress)
        #expect(pair.client.localAddress?.host == .ipv4(0x7f00_0001))
    }

    @Test func socketsDoNotBlockAndDoNotReachChildren() throws {
        let pair = try SocketPair()
        defer { pair.close() }
        for socket in [pair.client, pair.server] {
            #expect(fcntl(socket.descriptor, F_GETFD) & FD_CLOEXEC != 0)
            #expect(fcntl(socket.descriptor, F_GETFL) & O_NONBLOCK != 0)
        }
    }

    /// With the default action of SIGPIPE the test process would end here.
    @Test func writingToAResetConnectionIsAnError() throws {
        let pair = try SocketPair()
        defer { pair.server.close() }
        try pair.client.setResetOnClose()
        pair.client.close()
        #expect(throws: NetworkError.self) {
            while true { _ = try pair.server.write([1]) }
        }
        #expect(throws: NetworkError(.write, errno: EPIPE)) { try pair.server.write([[1], [2]], skipping: 0) }
    }

    @Test func piecesAreWrittenInOrderWithoutTheSkippedBytes() throws {
        let pair = try SocketPair()
        defer { pair.close() }
        #expect(try pair.client.write([[1, 2], [], [3], [4, 5]], skipping: 1) == .bytes(4))
        #expect(try pair.server.readBytes() == [2, 3, 4, 5])
        #expect(try pair.client.write([[1], [2, 3]], skipping: 1) == .bytes(2))
        #expect(try pair.server.readBytes() == [2, 3])
        #expect(try pair.client.write((0..<20).map { [$0] }, skipping: 0) == .bytes(16))
        #expect(try pair.server.readBytes() == Array(0..<16))
    }

    @Test func anAddressInUseIsNamed() throws {
        let first = try Socket.tcp(for: .loopback())
        defer { first.close() }
        try first.bind(to: .loopback())
        try first.listen()
        let address = try #require(first.localAddress)
        let second = try Socket.tcp(for: address)
        defer { second.close() }
        let error = #expect(throws: NetworkError.self) { try second.bind(to: address) }
        #expect(error?.errno == EADDRINUSE)
        #expect(error?.description == "bind 127.0.0.1:\(address.port): address already in use")
    }

    @Test(arguments: [
        (NetworkError(.connect, errno: ECONNREFUSED, at: .loopback6(port: 80)), "connect [::1]:80: connection refused"),
        (NetworkError(.read, .deadlineExceeded), "read: deadline exceeded"),
        (NetworkError(.accept, .closed, at: "127.0.0.1:80"), "accept 127.0.0.1:80: closed by this side"),
        (NetworkError(.resolve, .unresolved("no address"), at: "a.test"), "resolve a.test: no address"),
    ])
    func errorsReadLikeTheToolsOfTheField(error: NetworkError, text: String) {
        #expect(error.description == text)
    }

    @Test(arguments: [EMFILE, ENFILE, ENOBUFS, ENOMEM])
    func exhaustionIsNoFaultOfAConnection(number: Int32) {
        #expect(AcceptFailure.isExhaustion(number) && !AcceptFailure.belongsToConnection(number))
    }

    @Test(arguments: [ECONNABORTED, EINTR, EPROTO, EHOSTUNREACH, ENETDOWN])
    func aFailedConnectionIsNoFaultOfTheListener(number: Int32) {
        #expect(AcceptFailure.belongsToConnection(number) && !AcceptFailure.isExhaustion(number))
    }

    @Test(arguments: [EBADF, EINVAL, ENOTSOCK])
    func otherFailuresEndTheListener(number: Int32) {
        #expect(!AcceptFailure.belongsToConnection(number) && !AcceptFailure.isExhaustion(number))
    }
}
