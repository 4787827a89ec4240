/// Every format that is read and written, in the order of precedence of `OTEL_PROPAGATORS` when that is unset.
///
/// A new format is a file with a value of ``PropagationFormat`` and a line here.
package enum PropagationFormats {
    package static let all: [any PropagationFormat] = [TraceContextFormat(), B3MultiFormat(), B3SingleFormat()]

    /// The format of this `OTEL_PROPAGATORS` name.
    package static func named(_ name: String) -> (any PropagationFormat)? { all.first { $0.name == name } }

    /// The header fields of all formats, in lower case.
    package static let fieldNames: [String] = all.flatMap(\.fieldNames)
}

/// The formats that a service speaks: what it extracts, in the order of precedence, and what it injects.
package struct Propagators: Sendable {
    /// The first has precedence; none twice.
    package let formats: [any PropagationFormat]

    /// `tracecontext,b3multi,b3`.
    package static let standard = Propagators(PropagationFormats.all)

    package init(_ formats: [any PropagationFormat]) {
        var names: Set<String> = []
        self.formats = formats.filter { names.insert($0.name).inserted }
    }

    /// Reads the value of `OTEL_PROPAGATORS`: names with commas between, in any case, `tracecontext,b3`; `none` for no
    /// format at all. Absent and empty mean ``standard`` (OpenTelemetry, "Environment Variable Specification").
    /// A name that is no format throws: a service that speaks less than it was told to would cut traces in silence.
    package init(environment text: String?) throws(PropagatorsError) {
        let names = (text ?? "").lowercased().split(separator: ",")
            .map { $0.filter { $0 != " " && $0 != "\t" } }.filter { !$0.isEmpty }
        guard !names.isEmpty else {
            self = .standard
            return
        }
        guard !names.contains("none") else {
            guard Set(names) == ["none"] else { throw .noneAmongOthers }
            self.init([])
            return
        }
        var formats: [any PropagationFormat] = []
        for name in names {
            guard let format = PropagationFormats.named(name) else { throw .unknownName(name) }
            formats.append(format)
        }
        self.init(formats)
    }

    /// The names as `OTEL_PROPAGATORS` spells them.
    package var names: [String] { formats.map(\.name) }
}

/// Why the value of `OTEL_PROPAGATORS` cannot be used.
package enum PropagatorsError: Error, Hashable, CustomStringConvertible {
    case unknownName(String)
    case noneAmongOthers

    package var description: String {
        let known = PropagationFormats.all.map(\.name).joined(separator: ", ")
        return switch self {
        case .unknownName(let name):
            "OTEL_PROPAGATORS: '\(name)' is not spoken here; accepted are \(known), or none"
        case .noneAmongOthers:
            "OTEL_PROPAGATORS: 'none' stands beside other names; accepted are \(known), or none alone"
        }
    }
}
