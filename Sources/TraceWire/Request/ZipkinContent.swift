import TraceBytes

extension ReceivedPayload {
    /// The body without its content codings, as the Zipkin server reads it.
    ///
    /// That server looks for the text `gzip` anywhere in the field, so that `application/gzip` counts too, and calls a body
    /// that inflates to nothing unreadable. Deflate, which it does not know, is taken as OpenTelemetry's receiver takes it.
    func zipkinContent(limits: DecodingLimits) throws(ZipkinRefusal) -> [UInt8] {
        let codings = contentEncodings.map { $0.contains("gzip") ? ContentCoding.gzip.rawValue : $0 }
        let content: [UInt8]
        do throws(ContentError) {
            content = try self.content(codings: codings, limits: limits)
        } catch {
            throw .content(error)
        }
        if content.isEmpty, codings.contains(ContentCoding.gzip.rawValue) { throw .nothingInGzip }
        return content
    }
}
