import TracePlatform

/// Why a collector cannot listen, in words that say what to do.
public struct CollectorStartError: Error, Sendable, Hashable, CustomStringConvertible {
    /// `zipkin: bind 127.0.0.1:9411: address already in use; name a free port (0 takes one) of an address of this machine`.
    public let description: String
    /// The form whose port or address it is; nil when something else failed.
    public let form: ReceiverForm?
    /// The first half of the description, without what to do.
    let cause: String

    init(_ cause: NetworkError) { self.init(cause, form: nil, subject: "") }

    init(_ cause: NetworkError, _ place: ReceiverPlace) {
        self.init(cause, form: place.form, subject: "\(place.form.rawValue): ")
    }

    private init(_ cause: NetworkError, form: ReceiverForm?, subject: String) {
        self.form = form
        // Only a port or an address that was chosen can be wrong; the rest is the machine's business.
        let isPlace = cause.operation == .bind || cause.operation == .listen
        let advice = isPlace ? "; name a free port (0 takes one) of an address of this machine" : ""
        self.cause = "\(subject)\(cause)"
        description = self.cause + advice
    }
}
