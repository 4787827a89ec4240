import TraceBytes

/// Attributes as a whole: nine of ten members of a span are some, and nearly all have one shape.
extension OTLPJSONWalker {
    private struct WholeAttribute {
        let key: JSONText
        let member: OTLPField
        let value: Token
    }

    /// Tells `{"key":"…","value":{"…":…}}` when it has these members in this order, without escapes in names and without
    /// parts; false, and nothing read or told, when it has any other shape or an error, which is then found and placed in
    /// the usual way.
    @inline(__always)
    mutating func wholeAttribute<Sink: OTLPSink & ~Copyable>(
        _ field: OTLPField, _ reader: inout JSONReader, into sink: inout Sink
    ) throws(ReadError) -> Bool {
        let start = reader
        guard let whole = readWithoutSpaces(&reader) ?? readWithSpaces(&reader, from: start.position) else {
            reader = start
            return false
        }
        do throws(ReadError) {
            let value = whole.value.scalar(reader.bytes, valueText.span.bytes)
            try sink.attribute(field, key: reader.spelling(of: whole.key), whole.member, value)
        } catch {
            path.append(whole.member)
            path.append(.attributeValue)
            throw error
        }
        return true
    }

    /// Nearly all writers put no white space between.
    @inline(__always)
    private mutating func readWithoutSpaces(_ reader: inout JSONReader) -> WholeAttribute? {
        guard reader.skip("{\"key\":"), let key = try? reader.readString(), !key.hasEscapes,
            reader.skip(",\"value\":{")
        else { return nil }
        if reader.skip("\"stringValue\":") {
            guard let value = try? readScalar(.string, &reader), reader.skip("}}") else { return nil }
            return WholeAttribute(key: key, member: .stringValue, value: value)
        }
        guard let name = try? reader.readString(), reader.skip(":"),
            let member = OTLPMessage.anyValue.field(named: reader.spelling(of: name)),
            let value = readPlainScalar(&reader), reader.skip("}}")
        else { return nil }
        return WholeAttribute(key: key, member: member, value: value)
    }

    @inline(never)
    private mutating func readWithSpaces(
        _ reader: inout JSONReader, from start: Int
    ) -> WholeAttribute? {
        reader.position = start
        guard (try? reader.beginObject()) != nil,
            let keyName = try? reader.nextKey(), reader.spelling(of: keyName).equals("key"),
            let key = try? reader.readString(), !key.hasEscapes,
            let valueName = try? reader.nextKey(), reader.spelling(of: valueName).equals("value"),
            (try? reader.beginObject()) != nil,
            let name = try? reader.nextKey(),
            let member = OTLPMessage.anyValue.field(named: reader.spelling(of: name)),
            let value = readPlainScalar(&reader), Self.isAtEnd(&reader), Self.isAtEnd(&reader)
        else { return nil }
        return WholeAttribute(key: key, member: member, value: value)
    }

    /// A value that is neither an object nor an array.
    private mutating func readPlainScalar(_ reader: inout JSONReader) -> Token? {
        guard let kind = try? reader.peekKind(), kind != .object, kind != .array else { return nil }
        return try? readScalar(kind, &reader)
    }

    /// Reads the end of an object.
    private static func isAtEnd(_ reader: inout JSONReader) -> Bool {
        do throws(ReadError) {
            return try reader.nextKey() == nil
        } catch {
            return false
        }
    }
}
