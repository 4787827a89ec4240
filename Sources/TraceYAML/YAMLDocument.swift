/// A text of the YAML 1.2 subset that configuration needs, read into a tree that knows where everything stands.
///
/// Taken: block and flow mappings and sequences, the five scalar styles, comments, anchors and aliases, one leading
/// `---` and one closing `...`, UTF-8 with or without byte order mark, LF and CR LF. Refused, with the place and what
/// would be taken: tags, complex keys, directives, a second document, merge keys, tabs as indentation. Never misread.
/// One leniency: a closing bracket may stand as far left as the key that its collection belongs to.
package struct YAMLDocument: Sendable {
    package let fileName: String
    /// The text as it was given.
    package let bytes: [UInt8]
    /// The value of the document; an empty text is an empty plain scalar, which is null.
    package let root: YAMLNode

    /// Reads a text; `fileName` is for messages only. Takes time in proportion to the text.
    package init(parsing bytes: [UInt8], fileName: String, limits: YAMLLimits = YAMLLimits()) throws(YAMLError) {
        var parser = YAMLParser(bytes, fileName: fileName, limits: limits)
        self.fileName = fileName
        self.bytes = bytes
        root = try parser.document()
    }

    package init(parsing text: String, fileName: String, limits: YAMLLimits = YAMLLimits()) throws(YAMLError) {
        try self.init(parsing: Array(text.utf8), fileName: fileName, limits: limits)
    }
}
