import FakeCollector
import TraceBytes
import TraceCatalogue
import TracePlatform
import TraceWire

/// The folder that `harness record` fills: `000000.bin` with the body of a request, or a datagram, as it came, and beside it
/// `000000.meta.json` with how it was carried. What broke a rule of HTTP/2 and so is no request is kept with that rule.
///
/// Requests are written while they come, on a task of their own: no answer waits for a disk, and what has come is there even
/// if the recording is killed.
final class RecordingFolder: Sendable {
    private let backlog = RequestBacklog()
    private let writing: Task<Account, Never>

    /// What was written.
    struct Account: Sendable {
        private(set) var payloads = 0
        /// What came and was no request: a connection that broke, bytes that are not HTTP. The first ones are told.
        private(set) var leftOutCount = 0
        private(set) var leftOut: [String] = []
        /// Requests that came faster than they could be written.
        fileprivate(set) var lost = 0
        /// Why a file could not be written; the first reason.
        private(set) var failure: FileError?

        fileprivate mutating func leaveOut(_ request: RecordedRequest) {
            leftOutCount += 1
            guard leftOut.count < 5 else { return }
            leftOut.append("request \(request.number) was not kept: \(SubmittedPayload.reason(notToJudge: request))")
        }

        fileprivate mutating func keep(_ body: [UInt8], _ saved: SavedRequest, in folder: String) {
            let path = "\(folder)/\(RecordingFolder.name(of: payloads))"
            do throws(FileError) {
                try Files.write(body, to: "\(path).bin")
                try Files.write(saved.json, to: "\(path).meta.json")
                payloads += 1
            } catch {
                failure = failure ?? error
            }
        }
    }

    /// - Parameter keepsSecrets: whether header fields with credentials are written as they came.
    /// - Throws: when the folder cannot be made, or holds a recording already.
    init(_ folder: String, keepsSecrets: Bool) throws {
        let first = "\(folder)/\(Self.name(of: 0)).bin"
        guard !Files.exists(first) else {
            throw UsageProblem(
                description: "\(folder) holds a recording already; remove it or name another folder with --out")
        }
        try Files.createDirectory(folder)
        writing = Task { [backlog] in
            var account = Account()
            var redactor = SecretRedactor()
            await backlog.forEach { request in
                guard let payload = SubmittedPayload(request), var carried = payload.request else {
                    account.leaveOut(request)
                    return
                }
                if !keepsSecrets {
                    carried.headers = redactor.redacted(carried.headers)
                    carried.http2Fields = carried.http2Fields.map { redactor.redacted($0) }
                }
                carried.body = []
                let saved = SavedRequest(carried, port: payload.port, format: payload.format)
                account.keep(payload.body, saved, in: folder)
            }
            account.lost = backlog.lost
            return account
        }
    }

    /// Takes the next request; called on the collector's loop.
    func take(_ request: RecordedRequest) { backlog.add(request) }

    /// What became of all that was taken, once the last of it is written.
    func finish() async -> Account {
        backlog.finish()
        return await writing.value
    }

    /// `000007`: names sort as they came.
    fileprivate static func name(of number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(6 - digits.utf8.count, 0)) + digits
    }
}
