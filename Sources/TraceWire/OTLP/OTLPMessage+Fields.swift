import TraceBytes

/// What the specification declares of each field: its number, its name in JSON, and its type.
extension OTLPMessage {
    /// The field with this number in protobuf; nil for a number that the message does not declare.
    @inline(__always)
    func field(_ number: UInt32) -> OTLPField? {
        switch self {
        case .request:
            switch number {
            case 1: .resourceSpans
            default: nil
            }
        case .resourceSpans:
            switch number {
            case 1: .resource
            case 2: .scopeSpans
            case 3: .resourceSchemaUrl
            default: nil
            }
        case .resource:
            switch number {
            case 1: .resourceAttributes
            case 2: .resourceDroppedAttributesCount
            case 3: .resourceEntityRefs
            default: nil
            }
        case .entityRef:
            switch number {
            case 1: .entitySchemaUrl
            case 2: .entityType
            case 3: .entityIdKeys
            case 4: .entityDescriptionKeys
            default: nil
            }
        case .scopeSpans:
            switch number {
            case 1: .scope
            case 2: .spans
            case 3: .scopeSchemaUrl
            default: nil
            }
        case .scope:
            switch number {
            case 1: .scopeName
            case 2: .scopeVersion
            case 3: .scopeAttributes
            case 4: .scopeDroppedAttributesCount
            default: nil
            }
        case .span:
            switch number {
            case 1: .spanTraceId
            case 2: .spanSpanId
            case 3: .spanTraceState
            case 4: .spanParentSpanId
            case 5: .spanName
            case 6: .spanKind
            case 7: .spanStartTimeUnixNano
            case 8: .spanEndTimeUnixNano
            case 9: .spanAttributes
            case 10: .spanDroppedAttributesCount
            case 11: .spanEvents
            case 12: .spanDroppedEventsCount
            case 13: .spanLinks
            case 14: .spanDroppedLinksCount
            case 15: .spanStatus
            case 16: .spanFlags
            default: nil
            }
        case .event:
            switch number {
            case 1: .eventTimeUnixNano
            case 2: .eventName
            case 3: .eventAttributes
            case 4: .eventDroppedAttributesCount
            default: nil
            }
        case .link:
            switch number {
            case 1: .linkTraceId
            case 2: .linkSpanId
            case 3: .linkTraceState
            case 4: .linkAttributes
            case 5: .linkDroppedAttributesCount
            case 6: .linkFlags
            default: nil
            }
        case .status:
            switch number {
            case 2: .statusMessage
            case 3: .statusCode
            default: nil
            }
        case .keyValue:
            switch number {
            case 1: .attributeKey
            case 2: .attributeValue
            case 3: .attributeKeyStrindex
            default: nil
            }
        case .anyValue:
            switch number {
            case 1: .stringValue
            case 2: .boolValue
            case 3: .intValue
            case 4: .doubleValue
            case 5: .arrayValue
            case 6: .kvlistValue
            case 7: .bytesValue
            case 8: .stringValueStrindex
            default: nil
            }
        case .arrayValue:
            switch number {
            case 1: .arrayValues
            default: nil
            }
        case .keyValueList:
            switch number {
            case 1: .listValues
            default: nil
            }
        }
    }

    /// The field with this name in JSON; nil for every other text, the names of protobuf (`trace_id`) included, which OTLP
    /// excludes. By length first, so that few names are compared.
    @inline(__always)
    func field(named name: borrowing RawSpan) -> OTLPField? {
        switch self {
        case .request:
            switch name.byteCount {
            case 13 where name.equals("resourceSpans"): .resourceSpans
            default: nil
            }
        case .resourceSpans:
            switch name.byteCount {
            case 8 where name.equals("resource"): .resource
            case 9 where name.equals("schemaUrl"): .resourceSchemaUrl
            case 10 where name.equals("scopeSpans"): .scopeSpans
            default: nil
            }
        case .resource:
            switch name.byteCount {
            case 10 where name.equals("attributes"): .resourceAttributes
            case 10 where name.equals("entityRefs"): .resourceEntityRefs
            case 22 where name.equals("droppedAttributesCount"): .resourceDroppedAttributesCount
            default: nil
            }
        case .entityRef:
            switch name.byteCount {
            case 4 where name.equals("type"): .entityType
            case 6 where name.equals("idKeys"): .entityIdKeys
            case 9 where name.equals("schemaUrl"): .entitySchemaUrl
            case 15 where name.equals("descriptionKeys"): .entityDescriptionKeys
            default: nil
            }
        case .scopeSpans:
            switch name.byteCount {
            case 5 where name.equals("scope"): .scope
            case 5 where name.equals("spans"): .spans
            case 9 where name.equals("schemaUrl"): .scopeSchemaUrl
            default: nil
            }
        case .scope:
            switch name.byteCount {
            case 4 where name.equals("name"): .scopeName
            case 7 where name.equals("version"): .scopeVersion
            case 10 where name.equals("attributes"): .scopeAttributes
            case 22 where name.equals("droppedAttributesCount"): .scopeDroppedAttributesCount
            default: nil
            }
        case .span:
            switch name.byteCount {
            case 4 where name.equals("name"): .spanName
            case 4 where name.equals("kind"): .spanKind
            case 5 where name.equals("links"): .spanLinks
            case 5 where name.equals("flags"): .spanFlags
            case 6 where name.equals("spanId"): .spanSpanId
            case 6 where name.equals("events"): .spanEvents
            case 6 where name.equals("status"): .spanStatus
            case 7 where name.equals("traceId"): .spanTraceId
            case 10 where name.equals("traceState"): .spanTraceState
            case 10 where name.equals("attributes"): .spanAttributes
            case 12 where name.equals("parentSpanId"): .spanParentSpanId
            case 15 where name.equals("endTimeUnixNano"): .spanEndTimeUnixNano
            case 17 where name.equals("startTimeUnixNano"): .spanStartTimeUnixNano
            case 17 where name.equals("droppedLinksCount"): .spanDroppedLinksCount
            case 18 where name.equals("droppedEventsCount"): .spanDroppedEventsCount
            case 22 where name.equals("droppedAttributesCount"): .spanDroppedAttributesCount
            default: nil
            }
        case .event:
            switch name.byteCount {
            case 4 where name.equals("name"): .eventName
            case 10 where name.equals("attributes"): .eventAttributes
            case 12 where name.equals("timeUnixNano"): .eventTimeUnixNano
            case 22 where name.equals("droppedAttributesCount"): .eventDroppedAttributesCount
            default: nil
            }
        case .link:
            switch name.byteCount {
            case 5 where name.equals("flags"): .linkFlags
            case 6 where name.equals("spanId"): .linkSpanId
            case 7 where name.equals("traceId"): .linkTraceId
            case 10 where name.equals("traceState"): .linkTraceState
            case 10 where name.equals("attributes"): .linkAttributes
            case 22 where name.equals("droppedAttributesCount"): .linkDroppedAttributesCount
            default: nil
            }
        case .status:
            switch name.byteCount {
            case 4 where name.equals("code"): .statusCode
            case 7 where name.equals("message"): .statusMessage
            default: nil
            }
        case .keyValue:
            switch name.byteCount {
            case 3 where name.equals("key"): .attributeKey
            case 5 where name.equals("value"): .attributeValue
            case 11 where name.equals("keyStrindex"): .attributeKeyStrindex
            default: nil
            }
        case .anyValue:
            switch name.byteCount {
            case 8 where name.equals("intValue"): .intValue
            case 9 where name.equals("boolValue"): .boolValue
            case 10 where name.equals("arrayValue"): .arrayValue
            case 10 where name.equals("bytesValue"): .bytesValue
            case 11 where name.equals("stringValue"): .stringValue
            case 11 where name.equals("doubleValue"): .doubleValue
            case 11 where name.equals("kvlistValue"): .kvlistValue
            case 19 where name.equals("stringValueStrindex"): .stringValueStrindex
            default: nil
            }
        case .arrayValue:
            switch name.byteCount {
            case 6 where name.equals("values"): .arrayValues
            default: nil
            }
        case .keyValueList:
            switch name.byteCount {
            case 6 where name.equals("values"): .listValues
            default: nil
            }
        }
    }
}
