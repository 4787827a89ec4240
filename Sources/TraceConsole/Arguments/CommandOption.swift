/// An option whose values are of a type: declared once, used for reading and for asking.
///
/// ```swift
/// static let requests = CommandOption.integer("requests", in: 1...1_000_000, default: 200, help: "Requests of the main phase.")
/// let count = arguments[requests]  // Int
/// ```
package struct CommandOption<Value: Sendable>: Sendable {
    package let declaration: OptionDeclaration
    /// The value of the option from the texts given for it, in order; none when it is absent.
    let value: @Sendable ([String]) -> Value

    fileprivate init(
        _ name: String, placeholder: String?, help: String, fallback: String? = nil, isRequired: Bool = false,
        repeats: Bool = false, choices: [String] = [], accepted: String = "text",
        accepts: @escaping @Sendable (String) -> Bool = { _ in true },
        value: @escaping @Sendable ([String]) -> Value
    ) {
        declaration = OptionDeclaration(
            name: name, placeholder: placeholder, help: help, fallback: fallback, isRequired: isRequired,
            repeats: repeats, choices: choices, accepted: accepted, accepts: accepts)
        self.value = value
    }

    /// An option of any type.
    /// - Parameters:
    ///   - accepted: what is accepted, to follow "expected" in the error for what `parse` answers with `nil`.
    ///   - fallback: the value of an absent option, and its spelling for the help text (`nil` to say nothing).
    package static func custom(
        _ name: String, placeholder: String, default fallback: Value, spelt: String?, accepted: String, help: String,
        parse: @escaping @Sendable (String) -> Value?
    ) -> CommandOption {
        CommandOption(
            name, placeholder: placeholder, help: help, fallback: spelt, accepted: accepted,
            accepts: { parse($0) != nil }, value: { $0.last.flatMap(parse) ?? fallback })
    }
}

extension CommandOption<Bool> {
    /// Present or absent.
    package static func flag(_ name: String, help: String) -> Self {
        Self(name, placeholder: nil, help: help, value: { !$0.isEmpty })
    }
}

extension CommandOption<String> {
    package static func text(_ name: String, placeholder: String, default fallback: String, help: String) -> Self {
        custom(
            name, placeholder: placeholder, default: fallback, spelt: fallback, accepted: "text", help: help,
            parse: { $0 })
    }

    /// Must be given.
    package static func required(_ name: String, placeholder: String, help: String) -> Self {
        // The reader reports the absence, so that the empty text is never seen.
        Self(name, placeholder: placeholder, help: help, isRequired: true, value: { $0.last ?? "" })
    }
}

extension CommandOption<String?> {
    /// May be absent.
    package static func text(_ name: String, placeholder: String, help: String) -> Self {
        Self(name, placeholder: placeholder, help: help, value: { $0.last })
    }
}

extension CommandOption<[String]> {
    /// Any number of times.
    package static func repeated(_ name: String, placeholder: String, help: String) -> Self {
        Self(name, placeholder: placeholder, help: help, repeats: true, value: { $0 })
    }
}

extension CommandOption<Int> {
    package static func integer(
        _ name: String, placeholder: String = "N", in range: ClosedRange<Int>, default fallback: Int, help: String
    ) -> Self {
        custom(
            name, placeholder: placeholder, default: fallback, spelt: "\(fallback)", accepted: accepted(range),
            help: help,
            parse: { Int($0).flatMap { range.contains($0) ? $0 : nil } })
    }

    fileprivate static func accepted(_ range: ClosedRange<Int>) -> String {
        range.upperBound == .max
            ? "a whole number from \(range.lowerBound)"
            : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    }
}

extension CommandOption<Int?> {
    package static func integer(
        _ name: String, placeholder: String = "N", in range: ClosedRange<Int>, help: String
    ) -> Self {
        custom(
            name, placeholder: placeholder, default: nil, spelt: nil, accepted: CommandOption<Int>.accepted(range),
            help: help, parse: { Int($0).flatMap { range.contains($0) ? .some($0) : nil } })
    }
}

extension CommandOption<UInt64?> {
    /// A seed: all 64 bits, in decimal or as `0x…`.
    package static func seed(_ name: String, help: String) -> Self {
        custom(
            name, placeholder: "N", default: nil, spelt: nil, accepted: "a whole number from 0 to 18446744073709551615",
            help: help,
            parse: { text in
                let value = text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
                return value.map { .some($0) }
            })
    }
}

extension CommandOption<Double> {
    /// A finite decimal number.
    package static func number(
        _ name: String, placeholder: String = "X", in range: ClosedRange<Double>, default fallback: Double, help: String
    ) -> Self {
        custom(
            name, placeholder: placeholder, default: fallback, spelt: spell(fallback),
            accepted: "a number from \(spell(range.lowerBound)) to \(spell(range.upperBound))", help: help,
            parse: { Double($0).flatMap { range.contains($0) ? $0 : nil } })
    }

    /// Without the `.0` of whole numbers.
    private static func spell(_ number: Double) -> String {
        Int(exactly: number).map { "\($0)" } ?? "\(number)"
    }
}

extension CommandOption<Duration> {
    package static func duration(
        _ name: String, in range: ClosedRange<Duration> = .zero ... .seconds(86_400), default fallback: Duration,
        help: String
    ) -> Self {
        let limits = "from \(DurationText.spell(range.lowerBound)) to \(DurationText.spell(range.upperBound))"
        return custom(
            name, placeholder: "TIME", default: fallback, spelt: DurationText.spell(fallback),
            accepted: "\(DurationText.accepted), \(limits)", help: help,
            parse: { DurationText.parse($0).flatMap { range.contains($0) ? $0 : nil } })
    }
}

extension CommandOption where Value: CaseIterable & RawRepresentable<String> {
    /// One of the names of an enumeration.
    package static func choice(_ name: String, placeholder: String, default fallback: Value, help: String) -> Self {
        let choices = Value.allCases.map(\.rawValue)
        return Self(
            name, placeholder: placeholder, help: help, fallback: fallback.rawValue, choices: choices,
            accepted: "one of \(choices.joined(separator: ", "))", accepts: { Value(rawValue: $0) != nil },
            value: { $0.last.flatMap { Value(rawValue: $0) } ?? fallback })
    }
}
