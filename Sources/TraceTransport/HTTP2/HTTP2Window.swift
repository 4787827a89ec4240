/// How many octets of DATA may still be sent one way, on a stream or a connection (RFC 9113 section 6.9).
///
/// Below zero when the peer has made its initial window smaller than what was already sent (section 6.9.2).
struct HTTP2Window: Hashable, Sendable {
    static let largest: UInt32 = 0x7fff_ffff

    private(set) var available: Int

    init(_ octets: UInt32) { available = Int(octets) }

    /// Takes octets that were sent. May fall below zero only where the caller has compared: see `fits`.
    mutating func take(_ octets: Int) { available -= octets }

    func fits(_ octets: Int) -> Bool { octets <= available }

    /// Opens it by an increment, or moves it by the change of the initial size; false, and nothing happens, when it would
    /// exceed 2^31 - 1.
    mutating func open(_ octets: Int) -> Bool {
        // Neither overflows: both are within 32 bits, and so is every sum that is kept.
        guard available + octets <= Int(Self.largest) else { return false }
        available += octets
        return true
    }
}
