extension OTLPField {
    package var type: OTLPFieldType {
        switch self {
        case .resourceSpans: .message(.resourceSpans)
        case .resource: .message(.resource)
        case .scopeSpans: .message(.scopeSpans)
        case .resourceSchemaUrl, .entitySchemaUrl, .entityType, .entityIdKeys, .entityDescriptionKeys,
            .scopeSchemaUrl, .scopeName, .scopeVersion, .spanTraceState, .spanName, .eventName,
            .linkTraceState, .statusMessage, .attributeKey, .stringValue:
            .text
        case .resourceAttributes, .scopeAttributes, .spanAttributes, .eventAttributes, .linkAttributes,
            .listValues:
            .message(.keyValue)
        case .resourceDroppedAttributesCount, .scopeDroppedAttributesCount, .spanDroppedAttributesCount,
            .spanDroppedEventsCount, .spanDroppedLinksCount, .eventDroppedAttributesCount,
            .linkDroppedAttributesCount:
            .uint32
        case .resourceEntityRefs: .message(.entityRef)
        case .scope: .message(.scope)
        case .spans: .message(.span)
        case .spanTraceId, .spanSpanId, .spanParentSpanId, .linkTraceId, .linkSpanId: .identifier
        case .spanKind, .statusCode: .enumeration
        case .spanStartTimeUnixNano, .spanEndTimeUnixNano, .eventTimeUnixNano: .fixed64
        case .spanEvents: .message(.event)
        case .spanLinks: .message(.link)
        case .spanStatus: .message(.status)
        case .spanFlags, .linkFlags: .fixed32
        case .attributeValue, .arrayValues: .message(.anyValue)
        case .attributeKeyStrindex, .stringValueStrindex: .int32
        case .boolValue: .bool
        case .intValue: .int64
        case .doubleValue: .double
        case .arrayValue: .message(.arrayValue)
        case .kvlistValue: .message(.keyValueList)
        case .bytesValue: .bytes
        }
    }

    /// Whether it may stand more than once, in JSON as an array.
    package var isRepeated: Bool {
        switch self {
        case .resourceSpans, .scopeSpans, .resourceAttributes, .resourceEntityRefs, .entityIdKeys,
            .entityDescriptionKeys, .spans, .scopeAttributes, .spanAttributes, .spanEvents, .spanLinks,
            .eventAttributes, .linkAttributes, .arrayValues, .listValues:
            true
        default: false
        }
    }

    /// The name in JSON: `startTimeUnixNano`.
    public var name: String {
        switch self {
        case .resourceSpans: "resourceSpans"
        case .resource: "resource"
        case .scopeSpans: "scopeSpans"
        case .resourceSchemaUrl, .entitySchemaUrl, .scopeSchemaUrl: "schemaUrl"
        case .resourceAttributes, .scopeAttributes, .spanAttributes, .eventAttributes, .linkAttributes: "attributes"
        case .resourceDroppedAttributesCount, .scopeDroppedAttributesCount, .spanDroppedAttributesCount,
            .eventDroppedAttributesCount, .linkDroppedAttributesCount:
            "droppedAttributesCount"
        case .resourceEntityRefs: "entityRefs"
        case .entityType: "type"
        case .entityIdKeys: "idKeys"
        case .entityDescriptionKeys: "descriptionKeys"
        case .scope: "scope"
        case .spans: "spans"
        case .scopeName, .spanName, .eventName: "name"
        case .scopeVersion: "version"
        case .spanTraceId, .linkTraceId: "traceId"
        case .spanSpanId, .linkSpanId: "spanId"
        case .spanTraceState, .linkTraceState: "traceState"
        case .spanParentSpanId: "parentSpanId"
        case .spanKind: "kind"
        case .spanStartTimeUnixNano: "startTimeUnixNano"
        case .spanEndTimeUnixNano: "endTimeUnixNano"
        case .spanEvents: "events"
        case .spanDroppedEventsCount: "droppedEventsCount"
        case .spanLinks: "links"
        case .spanDroppedLinksCount: "droppedLinksCount"
        case .spanStatus: "status"
        case .spanFlags, .linkFlags: "flags"
        case .eventTimeUnixNano: "timeUnixNano"
        case .statusMessage: "message"
        case .statusCode: "code"
        case .attributeKey: "key"
        case .attributeValue: "value"
        case .attributeKeyStrindex: "keyStrindex"
        case .stringValue: "stringValue"
        case .boolValue: "boolValue"
        case .intValue: "intValue"
        case .doubleValue: "doubleValue"
        case .arrayValue: "arrayValue"
        case .kvlistValue: "kvlistValue"
        case .bytesValue: "bytesValue"
        case .stringValueStrindex: "stringValueStrindex"
        case .arrayValues, .listValues: "values"
        }
    }
}
