import Foundation
import Testing
import TraceBytes
import TraceModel
import TraceTestSupport

/// One line of `fixtures/propagation/vectors.json`.
struct PropagationVector: Sendable, CustomTestStringConvertible {
    let format: String
    let id: String
    let headers: HeaderFields
    let expected: Expected?
    let note: String

    struct Expected: Decodable, Sendable {
        let trace: String?
        let span: String?
        let sampled: Sampled?
        let parent: String?
        let random: Int?
        let members: [[String]]?
    }

    /// 0, 1 or `d`.
    enum Sampled: Decodable, Sendable {
        case number(Int)
        case word(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                self = .number(number)
            } else {
                self = .word(try container.decode(String.self))
            }
        }

        var decision: SamplingDecision? {
            switch self {
            case .number(0): .deny
            case .number(1): .accept
            case .word("d"): .debug
            default: nil
            }
        }
    }

    var testDescription: String { "\(format) \(id): \(note)" }

    private struct Line: Decodable {
        let format: String
        let id: String
        let headers: [[String]]
        let expected: Expected?
        let note: String
    }

    static func all() throws -> [PropagationVector] {
        let lines = try JSONDecoder().decode([Line].self, from: Data(Fixtures.bytes("propagation/vectors.json")))
        return lines.map { line in
            var headers = HeaderFields()
            for field in line.headers where field.count == 2 { headers.append(field[0], field[1]) }
            return PropagationVector(
                format: line.format, id: line.id, headers: headers, expected: line.expected, note: line.note)
        }
    }
}
