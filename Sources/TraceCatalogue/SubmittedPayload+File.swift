import TraceWire

extension SubmittedPayload {
    /// The payload of a file, with the description beside it where there is one; nil when the file is not spelt as its name
    /// says.
    ///
    /// - Parameter format: what somebody says that it is; else its name, its description, its carrier and its bytes tell.
    public init?(
        file: [UInt8], named name: PayloadFileName, source: String, description: SavedRequest?,
        format: WireFormat? = nil
    ) {
        guard let body = name.payload(of: file) else { return nil }
        self.init(body, source: source, port: description?.port, format: format ?? name.format ?? description?.format)
        guard let description else { return }
        guard !description.isMessageOfGRPC else {
            if self.format == nil { obstacle = "a message of gRPC in a format that is not read" }
            return
        }
        request = description.request
        request?.body = body
    }
}
