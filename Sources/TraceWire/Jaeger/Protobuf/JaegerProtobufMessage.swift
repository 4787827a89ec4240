import TraceBytes

/// The messages of Jaeger's protobuf model: jaeger-idl, `collector.proto` and `model.proto`.
public enum JaegerProtobufMessage: String, Hashable, Sendable, CaseIterable {
    /// `PostSpansRequest`: the payload.
    case request = "PostSpansRequest"
    case batch = "Batch"
    case process = "Process"
    case span = "Span"
    case reference = "SpanRef"
    case log = "Log"
    case keyValue = "KeyValue"
    /// `google.protobuf.Timestamp` and `Duration`.
    case timestamp = "Timestamp"
    case duration = "Duration"
}

/// The fields of these messages, by their names there.
public enum JaegerProtobufField: String, Hashable, Sendable, CaseIterable {
    // PostSpansRequest, Batch.
    case batch, spans, process
    // Process; spans have tags too.
    case serviceName = "service_name"
    case tags
    // Span; a reference has the ids too.
    case traceId = "trace_id"
    case spanId = "span_id"
    case operationName = "operation_name"
    case references, flags
    case startTime = "start_time"
    case duration, logs
    case processId = "process_id"
    case warnings
    // SpanRef.
    case refType = "ref_type"
    // Log.
    case timestamp, fields
    // KeyValue.
    case key
    case vType = "v_type"
    case vStr = "v_str"
    case vBool = "v_bool"
    case vInt64 = "v_int64"
    case vFloat64 = "v_float64"
    case vBinary = "v_binary"
    // Timestamp, Duration.
    case seconds, nanos
}

/// What the specification says of one field of a message.
struct JaegerProtobufDeclaration {
    let field: JaegerProtobufField
    let type: FieldType
    var isRepeated = false

    enum FieldType: Equatable {
        /// UTF-8.
        case text
        case bytes
        /// Integers, enums and booleans.
        case varint
        case double
        case message(JaegerProtobufMessage)
    }

    init(_ field: JaegerProtobufField, _ type: FieldType) {
        self.field = field
        self.type = type
    }

    /// A repeated field of messages.
    init(list field: JaegerProtobufField, of message: JaegerProtobufMessage) {
        self.init(field, .message(message))
        isRepeated = true
    }

    var wireType: ProtobufWireType {
        switch type {
        case .text, .bytes, .message: .lengthDelimited
        case .varint: .varint
        case .double: .fixed64
        }
    }
}

extension JaegerProtobufMessage {
    /// What the field with this number is; nil for a number that the message does not declare.
    func declaration(_ number: UInt32) -> JaegerProtobufDeclaration? {
        switch (self, number) {
        case (.request, 1): .init(.batch, .message(.batch))

        case (.batch, 1): .init(list: .spans, of: .span)
        case (.batch, 2): .init(.process, .message(.process))

        case (.process, 1): .init(.serviceName, .text)
        case (.process, 2): .init(list: .tags, of: .keyValue)

        case (.span, 1), (.reference, 1): .init(.traceId, .bytes)
        case (.span, 2), (.reference, 2): .init(.spanId, .bytes)
        case (.span, 3): .init(.operationName, .text)
        case (.span, 4): .init(list: .references, of: .reference)
        case (.span, 5): .init(.flags, .varint)
        case (.span, 6): .init(.startTime, .message(.timestamp))
        case (.span, 7): .init(.duration, .message(.duration))
        case (.span, 8): .init(list: .tags, of: .keyValue)
        case (.span, 9): .init(list: .logs, of: .log)
        case (.span, 10): .init(.process, .message(.process))
        case (.span, 11): .init(.processId, .text)
        case (.span, 12): .warnings

        case (.reference, 3): .init(.refType, .varint)

        case (.log, 1): .init(.timestamp, .message(.timestamp))
        case (.log, 2): .init(list: .fields, of: .keyValue)

        case (.keyValue, 1): .init(.key, .text)
        case (.keyValue, 2): .init(.vType, .varint)
        case (.keyValue, 3): .init(.vStr, .text)
        case (.keyValue, 4): .init(.vBool, .varint)
        case (.keyValue, 5): .init(.vInt64, .varint)
        case (.keyValue, 6): .init(.vFloat64, .double)
        case (.keyValue, 7): .init(.vBinary, .bytes)

        case (.timestamp, 1), (.duration, 1): .init(.seconds, .varint)
        case (.timestamp, 2), (.duration, 2): .init(.nanos, .varint)

        default: nil
        }
    }
}

extension JaegerProtobufDeclaration {
    fileprivate static var warnings: JaegerProtobufDeclaration {
        var texts = JaegerProtobufDeclaration(.warnings, .text)
        texts.isRepeated = true
        return texts
    }
}
