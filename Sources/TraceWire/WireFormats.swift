/// The wire formats that are taken and sent, one value each; what a receiver listens for and an exporter says.
public struct WireFormat: Hashable, Sendable {
    /// The name in options, reports and folders of fixtures: `zipkin-v2`.
    public let name: String
    /// The target of the POST: `/api/v2/spans`.
    public let path: String
    /// What senders declare: `application/json`.
    public let contentType: String
    /// The port that servers of this format listen on by default.
    public let defaultPort: UInt16

    public init(name: String, path: String, contentType: String, defaultPort: UInt16) {
        self.name = name
        self.path = path
        self.contentType = contentType
        self.defaultPort = defaultPort
    }

    /// Every format that is taken.
    public static let all: [WireFormat] = [ZipkinV2.json]
}
