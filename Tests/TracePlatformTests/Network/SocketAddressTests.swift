import Testing
import TracePlatform

struct SocketAddressTests {
    @Test(arguments: [
        ("127.0.0.1:9411", SocketAddress(.ipv4(0x7f00_0001), port: 9411)),
        ("0.0.0.0:0", SocketAddress(.ipv4(0), port: 0)),
        ("255.1.2.3:65535", SocketAddress(.ipv4(0xff01_0203), port: 65535)),
        ("[::1]:80", SocketAddress(.ipv6(high: 0, low: 1, scope: 0), port: 80)),
        ("[2001:db8::a:b]:1", SocketAddress(.ipv6(high: 0x2001_0db8_0000_0000, low: 0xa_000b, scope: 0), port: 1)),
    ])
    func addressesReadAndPrintTheSame(text: String, address: SocketAddress) {
        #expect(SocketAddress(text) == address)
        #expect(address.description == text)
    }

    @Test(arguments: [
        "", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1", "127.0.0.1: 1",
        "127.1:80",
        "localhost:80", "::1:80", "[::1]", "[127.0.0.1]:80", "[]:80", "[::1:80", "256.0.0.1:80", "127.0.0.1\0x:80",
        "127.0.0.1:٣",
    ])
    func everythingElseIsRefused(text: String) { #expect(SocketAddress(text) == nil) }

    @Test(arguments: ["::1", "[::1]"])
    func literalHostsMayBearBrackets(text: String) {
        #expect(SocketAddress(literal: text, port: 5) == .loopback6(port: 5))
    }

    @Test(arguments: [SocketAddress.loopback(port: 77), .loopback6(port: 78)])
    func theSystemsFormIsReadBack(address: SocketAddress) {
        let copy = address.withSystemAddress { pointer, length in
            SocketAddress(systemAddress: UnsafeRawBufferPointer(start: pointer, count: Int(length)))
        }
        #expect(copy == address)
    }

    @Test(arguments: [0, 1, 15])
    func aShortSystemAddressIsNone(count: Int) {
        let copy = SocketAddress.loopback(port: 1).withSystemAddress { pointer, _ in
            SocketAddress(systemAddress: UnsafeRawBufferPointer(start: pointer, count: count))
        }
        #expect(copy == nil)
    }
}

@Suite(.timeLimit(.minutes(1)))
struct NameResolverTests {
    @Test(arguments: ["localhost", "LocalHost", "hop-a.localhost"])
    func localNamesNeedNoLookUp(name: String) {
        #expect(NameResolver.immediate(host: name, port: 3) == [.loopback(port: 3), .loopback6(port: 3)])
    }

    @Test(arguments: [("127.0.0.2", SocketAddress(.ipv4(0x7f00_0002), port: 3)), ("::1", .loopback6(port: 3))])
    func literalsNeedNoLookUp(host: String, address: SocketAddress) {
        #expect(NameResolver.immediate(host: host, port: 3) == [address])
    }

    @Test(arguments: ["example.test", "localhost.example.test", "notlocalhost", ""])
    func otherNamesNeedOne(name: String) { #expect(NameResolver.immediate(host: name, port: 3) == nil) }

    @Test func aNameThatIsNoneFails() async {
        let result = await withCheckedContinuation { continuation in
            NameResolver.lookUp(host: "a\0b", port: 1) { continuation.resume(returning: $0) }
        }
        #expect(result == .failure(NetworkError(.resolve, .unresolved("not a host name"), at: "a\0b")))
    }

    @Test func theSystemKnowsItself() async throws {
        let result = await withCheckedContinuation { continuation in
            NameResolver.lookUp(host: "127.0.0.1", port: 9) { continuation.resume(returning: $0) }
        }
        #expect(try result.get() == [.loopback(port: 9)])
    }
}
