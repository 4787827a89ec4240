/// The messages of OTLP's trace model; opentelemetry-proto, `trace.proto`, `common.proto`, `resource.proto` and
/// `trace_service.proto`.
public enum OTLPMessage: UInt8, Hashable, Sendable, CaseIterable {
    /// `ExportTraceServiceRequest`: the payload.
    case request
    case resourceSpans, resource, entityRef, scopeSpans
    /// `InstrumentationScope`.
    case scope
    case span, event, link, status, keyValue, anyValue, arrayValue, keyValueList
}

/// The fields of these messages, named by their message and their own name; those of the request and of `AnyValue` by their
/// own name alone.
public enum OTLPField: UInt8, Hashable, Sendable, CaseIterable {
    case resourceSpans
    case resource, scopeSpans, resourceSchemaUrl
    case resourceAttributes, resourceDroppedAttributesCount, resourceEntityRefs
    case entitySchemaUrl, entityType, entityIdKeys, entityDescriptionKeys
    case scope, spans, scopeSchemaUrl
    case scopeName, scopeVersion, scopeAttributes, scopeDroppedAttributesCount
    case spanTraceId, spanSpanId, spanTraceState, spanParentSpanId, spanName, spanKind, spanStartTimeUnixNano,
        spanEndTimeUnixNano, spanAttributes, spanDroppedAttributesCount, spanEvents, spanDroppedEventsCount,
        spanLinks, spanDroppedLinksCount, spanStatus, spanFlags
    case eventTimeUnixNano, eventName, eventAttributes, eventDroppedAttributesCount
    case linkTraceId, linkSpanId, linkTraceState, linkAttributes, linkDroppedAttributesCount, linkFlags
    case statusMessage, statusCode
    case attributeKey, attributeValue, attributeKeyStrindex
    case stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue, stringValueStrindex
    case arrayValues
    case listValues
}

/// What a field holds, and so how each encoding spells it.
package enum OTLPFieldType: Hashable, Sendable {
    case text
    /// Bytes that JSON spells as hexadecimal digits (OTLP/HTTP, JSON Protobuf Encoding).
    case identifier
    /// Bytes that JSON spells as base64.
    case bytes
    case bool
    case enumeration
    case int32, uint32, int64, fixed32, fixed64, double
    case message(OTLPMessage)
}
