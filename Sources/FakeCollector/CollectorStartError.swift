import TracePlatform

/// Why a collector cannot listen, in words that say what to do.
public struct CollectorStartError: Error, Sendable, Hashable, CustomStringConvertible {
    /// `bind 127.0.0.1:9411: address already in use; name a free port (0 takes one) of an address of this machine`.
    public let description: String

    init(_ cause: NetworkError) {
        // Only a port or an address that was chosen can be wrong; the rest is the machine's business.
        let isPlace = cause.operation == .bind || cause.operation == .listen
        description = "\(cause)" + (isPlace ? "; name a free port (0 takes one) of an address of this machine" : "")
    }
}
