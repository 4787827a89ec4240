import FakeCollector
import TraceBytes
import TraceCatalogue
import TracePlatform
import TraceWire

/// The folder that `harness record` fills: `000000.bin` with the body of a request, or a datagram, as it came, and beside it
/// `000000.meta.json` with how it was carried.
///
/// Requests are written while they come, on a task of their own: no answer waits for a disk, and what has come is there even
/// if the recording is killed.
final class RecordingFolder: Sendable {
    private let requests: AsyncStream<RecordedRequest>.Continuation
    private let writing: Task<Account, Never>

    /// What was written.
    struct Account: Sendable {
        var payloads = 0
        /// What came and was no request: a connection that broke, bytes that are not HTTP.
        var leftOut: [String] = []
        /// Why a file could not be written; the first reason.
        var failure: FileError?
    }

    /// - Parameter keepsSecrets: whether header fields with credentials are written as they came.
    /// - Throws: when the folder cannot be made, or holds a recording already.
    init(_ folder: String, keepsSecrets: Bool) throws {
        let first = "\(folder)/\(Self.name(of: 0)).bin"
        guard !Files.exists(first) else {
            throw RuleOptions.Problem(
                description: "\(folder) holds a recording already; remove it or name another folder with --out")
        }
        try Files.createDirectory(folder)
        let (stream, requests) = AsyncStream.makeStream(of: RecordedRequest.self)
        self.requests = requests
        writing = Task {
            var account = Account()
            var redactor = SecretRedactor()
            for await request in stream {
                guard let payload = SubmittedPayload(request), var carried = payload.request else {
                    account.leftOut.append(
                        "request \(request.number) was not kept: \(SubmittedPayload.reason(notToJudge: request))")
                    continue
                }
                if !keepsSecrets { carried.headers = redactor.redacted(carried.headers) }
                carried.body = []
                let saved = SavedRequest(carried, port: payload.port, format: payload.format)
                let path = "\(folder)/\(Self.name(of: account.payloads))"
                do throws(FileError) {
                    try Files.write(payload.body, to: "\(path).bin")
                    try Files.write(saved.json, to: "\(path).meta.json")
                    account.payloads += 1
                } catch {
                    account.failure = account.failure ?? error
                }
            }
            return account
        }
    }

    /// Takes the next request; called on the collector's loop.
    func take(_ request: RecordedRequest) { requests.yield(request) }

    /// What became of all that was taken, once the last of it is written.
    func finish() async -> Account {
        requests.finish()
        return await writing.value
    }

    /// `000007`: names sort as they came.
    private static func name(of number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(6 - digits.utf8.count, 0)) + digits
    }
}
