import TraceConsole

/// Which forms a program takes, and at which ports: what `--port FORM=N` says, else the default ones.
package struct ReceiverPorts: Sendable {
    /// In the order in which they are opened.
    package let forms: [ReceiverForm]
    private var chosenPorts: [ReceiverForm: UInt16] = [:]
    private var everyPort: UInt16?

    /// What is wrong with the words behind an option.
    package struct Problem: Error, CustomStringConvertible {
        package let description: String
    }

    /// - Parameter texts: `zipkin=0`, or `all=0` for a free port for each.
    package init(_ texts: [String], forms: [ReceiverForm]) throws(Problem) {
        self.forms = forms
        for text in texts {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let port = UInt16(parts[1]) else {
                throw Problem(description: "--port \(text): expected FORM=N with a port from 0 to 65535")
            }
            if parts[0] == "all" {
                everyPort = port
            } else {
                chosenPorts[try Self.form(String(parts[0]), of: "--port")] = port
            }
        }
        if let everyPort, everyPort != 0, forms.count > 1 {
            throw Problem(description: "--port all=\(everyPort): only 0 can be everybody's, a free port for each")
        }
    }

    package func port(of form: ReceiverForm) -> UInt16 { chosenPorts[form] ?? everyPort ?? form.defaultPort }

    /// The form of a name that an option bears.
    package static func form(_ name: String, of option: String) throws(Problem) -> ReceiverForm {
        if let form = ReceiverForm(rawValue: name) { return form }
        let names = ReceiverForm.allCases.map(\.rawValue)
        let suggestion = nearest(to: name, among: names).map { ", did you mean \($0)?" } ?? ""
        throw Problem(
            description: "\(option) \(name): expected one of \(names.joined(separator: ", "))\(suggestion)")
    }
}
