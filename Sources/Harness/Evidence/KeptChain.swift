import HopServer
import TraceBytes

/// The chain of a run as JSON: an array of hops, the entry first.
enum KeptChain {
    static func json(_ chain: ChainTopology) -> JSONValue { .array(chain.hops.map(json)) }

    private static func json(_ hop: ChainHop) -> JSONValue {
        .object([
            .init("name", .string(hop.name)), .init("delay", hop.delay.map(json) ?? .null),
            .init("error", hop.error.map(json) ?? .null),
            .init("tags", .array(hop.tags.map { .array([.string($0.key), .string($0.value)]) })),
            .init("foreign", .bool(hop.isForeign)), .init("speaks", .array(hop.speaks.map(JSONValue.string))),
        ])
    }

    private static func json(_ delay: HopConfiguration.Delay) -> JSONValue {
        .object([
            .init("enabled", .bool(delay.isEnabled)), .init("rate_percent", .number(delay.rate)),
            .init("from_seconds", .number(delay.fromSeconds)), .init("to_seconds", .number(delay.toSeconds)),
        ])
    }

    private static func json(_ error: HopConfiguration.InjectedError) -> JSONValue {
        .object([
            .init("enabled", .bool(error.isEnabled)), .init("rate_percent", .number(error.rate)),
            .init("code", .number(error.code)),
        ])
    }

    static func chain(_ fields: KeptFields, _ key: String) throws(KeptFieldError) -> ChainTopology {
        var hops: [ChainHop] = []
        for object in try fields.objects(key) { hops.append(try hop(object)) }
        guard !hops.isEmpty else { throw fields.mistyped(key, "an array with at least one hop") }
        return ChainTopology(hops: hops)
    }

    private static func hop(_ fields: KeptFields) throws(KeptFieldError) -> ChainHop {
        var delay: HopConfiguration.Delay?
        if fields.optional("delay") != nil {
            let block = try fields.fields("delay")
            let seconds = 0...HopConfiguration.Delay.longestSeconds
            delay = .init(
                isEnabled: try block.boolean("enabled"), rate: try block.double("rate_percent", in: 0...100),
                fromSeconds: try block.double("from_seconds", in: seconds),
                toSeconds: try block.double("to_seconds", in: seconds))
        }
        var error: HopConfiguration.InjectedError?
        if fields.optional("error") != nil {
            let block = try fields.fields("error")
            error = .init(
                isEnabled: try block.boolean("enabled"), rate: try block.double("rate_percent", in: 0...100),
                code: try block.count("code", upTo: 599))
        }
        return ChainHop(
            name: try fields.text("name"), delay: delay, error: error, tags: try tags(fields),
            isForeign: try fields.boolean("foreign"), speaks: try fields.texts("speaks"))
    }

    private static func tags(_ fields: KeptFields) throws(KeptFieldError) -> [HopConfiguration.Tag] {
        var tags: [HopConfiguration.Tag] = []
        for element in try fields.elements("tags") {
            guard let pair = element.elements, pair.count == 2, let key = pair[0].text, let value = pair[1].text else {
                throw fields.mistyped("tags", "an array of pairs [key, value]")
            }
            tags.append(.init(key: key, value: value))
        }
        return tags
    }
}
