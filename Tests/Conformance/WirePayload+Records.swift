import Testing
import TraceWire

/// What a payload said, in the words of its model.
extension WirePayload {
    func zipkinV2Records() throws -> [ZipkinV2Span] {
        try #require(WireForm.zipkinV2Forms.contains(form))
        let payload = try bytes()
        return form == .zipkinV2Protobuf
            ? try ZipkinV2.records(protobuf: payload) : try ZipkinV2.records(json: payload)
    }

    func zipkinV1Records() throws -> ZipkinV1Payload {
        let encoding = try #require(ZipkinV1.Form.allCases.first { $0.format == form.format })
        return try ZipkinV1.records(try bytes(), as: encoding)
    }

    func otlpRecords() throws -> OTLPRecord {
        try #require(WireForm.otlpForms.contains(form))
        let payload = try bytes()
        return form == .otlpJSON ? try OTLP.records(json: payload) : try OTLP.records(protobuf: payload)
    }

    func jaegerRecords() throws -> JaegerPayload {
        let encoding = try #require(Jaeger.Form.allCases.first { $0.format == form.format })
        return try Jaeger.records(try bytes(), as: encoding)
    }

    func jaegerProtobufRecords() throws -> JaegerProtobufRecord {
        try #require(form == .jaegerGRPC)
        return try Jaeger.records(protobuf: try bytes())
    }
}
