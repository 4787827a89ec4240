/// Finds the messages of a payload.
struct OTLPPlaceIndex {
    private(set) var places: [OTLPPlace] = []
    private(set) var numbers = [[Int32]](repeating: [], count: OTLPMessage.allCases.count)

    /// Adds a message and all inside of it, which nest no deeper than walkers let them.
    mutating func add(_ record: OTLPRecord, of field: OTLPField?, position: Int, in parent: Int32, span: Int32) {
        // A message takes two bytes of a payload or more, and payloads stay below 2 GiB.
        let number = Int32(truncatingIfNeeded: places.count)
        let span = record.message == .span ? number : span
        places.append(
            OTLPPlace(
                record: record, field: field, position: Int32(truncatingIfNeeded: position), parent: parent, span: span,
                oddities: OTLPOddities(of: record)))
        numbers[Int(record.message.rawValue)].append(number)
        var positions = Positions()
        for index in record.members.indices {
            guard let field = record.members[index].field, case .message = field.type else { continue }
            switch record.members[index].value {
            // Protobuf: elements of a repeated field are members of their own.
            case .message(let inner): add(inner, of: field, position: positions.next(field), in: number, span: span)
            case .list(let elements):
                for (position, element) in elements.enumerated() {
                    guard case .message(let inner) = element else { continue }
                    add(inner, of: field, position: position, in: number, span: span)
                }
            default: continue
            }
        }
    }

    /// Counts the messages of one message, those of each field by themselves: no message has more than three such fields.
    private struct Positions {
        private var first = 0
        private var second = 0
        private var third = 0

        mutating func next(_ field: OTLPField) -> Int {
            switch field {
            case .spanEvents, .resourceEntityRefs:
                defer { second += 1 }
                return second
            case .spanLinks:
                defer { third += 1 }
                return third
            default:
                guard field.isRepeated else { return 0 }
                defer { first += 1 }
                return first
            }
        }
    }
}
