import Testing
import TraceTestSupport
import TraceWire

/// One input of the contract suite, hand-made or captured.
struct WirePayload: Sendable, CustomTestStringConvertible {
    let form: WireForm
    /// Below `fixtures/`: `wire/jaeger-http/accept/no-spans.hex`.
    let path: String

    var testDescription: String { path }

    /// What a decoder is given: hexadecimal digits read, the content coding of a captured body undone.
    func bytes() throws -> [UInt8] {
        if path.hasSuffix(".hex") { return try Fixtures.hexBytes(path) }
        return isCaptured ? try request().content() : try Fixtures.bytes(path)
    }

    /// The file that stands beside it with the same name: `no-spans.expected`.
    func companion(_ suffix: String) -> String {
        let end = path.lastIndex(of: ".") ?? path.endIndex
        return path[..<end] + "." + suffix
    }
}

extension WireForm {
    /// The payloads of one of its folders. One that is missing, empty or not declared throws.
    func payloads(in folder: Folder) throws -> [WirePayload] {
        let place = "wire/\(format.name)/\(folder.rawValue)"
        guard folders.contains(folder) else { throw FixtureError.missing(place) }
        return try Fixtures.files(in: place, withExtension: folder == .captured ? "bin" : encoding.fileExtension)
            .map { WirePayload(form: self, path: $0) }
    }
}

extension Sequence<WireForm> {
    /// The payloads of all that have the folder.
    func payloads(in folder: WireForm.Folder) throws -> [WirePayload] {
        try filter { $0.folders.contains(folder) }.flatMap { try $0.payloads(in: folder) }
    }
}
