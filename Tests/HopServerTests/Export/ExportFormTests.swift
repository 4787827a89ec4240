import HopServer
import Testing

@Suite struct ExportFormTests {
    /// The endpoint says the form by scheme, path and port; then the configuration; then the environment.
    @Test(
        arguments: [
            ("http://jaeger:9411/api/v2/spans", nil, [:], .zipkinV2),
            ("http://h:1/api/v2/spans", .zipkinV2Protobuf, [:], .zipkinV2Protobuf),
            ("http://h:9411", nil, [:], .zipkinV2),
            ("http://h:4318/v1/traces", nil, [:], .otlpProtobuf),
            ("http://h:4318", nil, [:], .otlpProtobuf),
            ("http://h:1/v1/traces", nil, ["OTEL_EXPORTER_OTLP_PROTOCOL": "http/json"], .otlpJSON),
            (
                "http://h:1/v1/traces", nil,
                ["OTEL_EXPORTER_OTLP_PROTOCOL": "http/json", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "http/protobuf"],
                .otlpProtobuf
            ),
            ("http://h:1/v1/traces", .otlpProtobuf, ["OTEL_EXPORTER_OTLP_PROTOCOL": "http/json"], .otlpProtobuf),
            // The variable is for another exporter than the one that the endpoint means.
            ("http://h:9411/api/v2/spans", nil, ["OTEL_EXPORTER_OTLP_PROTOCOL": "http/json"], .zipkinV2),
            ("http://h:14268/api/traces", nil, [:], .jaegerHTTP),
            ("udp://h:6831", nil, [:], .jaegerCompact),
            ("udp://h:6832", nil, [:], .jaegerBinary),
            ("UDP://[::1]:40000", .jaegerBinary, [:], .jaegerBinary),
            ("udp://h:40000", nil, ["OTEL_EXPORTER_JAEGER_PROTOCOL": "udp/thrift.binary"], .jaegerBinary),
            ("udp://h", nil, [:], .jaegerCompact),
            ("grpc://h", nil, [:], .otlpGRPC),
            ("h:4317", nil, ["OTEL_EXPORTER_OTLP_PROTOCOL": "http/json"], .otlpGRPC),
            // One variable names the endpoint of all of OTLP's protocols.
            ("http://h:4317", nil, [:], .otlpGRPC),
            ("http://h:4317", nil, ["OTEL_EXPORTER_OTLP_PROTOCOL": "http/json"], .otlpJSON),
            ("http://h:4318", nil, ["OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"], .otlpGRPC),
            ("http://h:1", nil, ["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "grpc"], .otlpGRPC),
            // A path is one of HTTP.
            ("http://h:4317/v1/traces", nil, ["OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"], .otlpProtobuf),
            // Nothing says anything: what the first of these applications spoke.
            ("http://h", nil, [:], .zipkinV2),
            ("http://h", .console, [:], .console),
        ] as [(String, ExportForm?, [String: String], ExportForm)])
    func theFormIsFound(
        endpoint: String, configured: ExportForm?, environment: [String: String], form: ExportForm
    ) throws {
        let place = try ExportEndpoint(parsing: endpoint)
        #expect(ExportForm.chosen(for: place, configured: configured, environment: environment) == form)
        #expect(ExportForm.conflict(form, with: place) == nil)
    }

    @Test(
        arguments: [
            (
                "http://h:9411/api/v2/spans", .otlpJSON,
                "http://h:9411/api/v2/spans takes zipkin-v2, zipkin-v2-protobuf"
            ),
            ("udp://h:6831", .jaegerBinary, "udp://h:6831 takes jaeger-compact"),
            ("grpc://h", .otlpJSON, "grpc://h:4317 takes otlp-grpc"),
            ("http://h:1/v1/traces", .otlpGRPC, "http://h:1/v1/traces takes otlp-protobuf, otlp-json"),
            ("http://h:4318", .jaegerHTTP, "http://h:4318 takes otlp-protobuf, otlp-json, otlp-grpc"),
        ] as [(String, ExportForm, String)])
    func aFormThatTheEndpointDoesNotTakeIsNamed(endpoint: String, form: ExportForm, text: String) throws {
        #expect(ExportForm.conflict(form, with: try ExportEndpoint(parsing: endpoint)) == text)
    }

    @Test func theJudgedFormOfAllLosesNothing() {
        #expect(ExportForm.together.first == .otlpProtobuf)
        #expect(Set(ExportForm.together) == Set(ExportForm.wire))
        #expect(ExportForm.together.count == ExportForm.wire.count)
    }

    @Test(
        arguments: [
            ("otlp-json=http://h:4318/v1/traces", nil),
            ("otlp=http://h", "--also-export takes FORM=ENDPOINT"), ("otlp-json", "--also-export takes FORM=ENDPOINT"),
            ("otlp-json=https://h", "--also-export otlp-json=https://h: there is no TLS"),
            ("jaeger-compact=udp://h:1/x", "a path, which datagrams do not have at byte 9"),
            ("otlp-json=udp://h:6831", "udp://h:6831 takes jaeger-compact"),
        ] as [(String, String?)])
    func furtherPlacesAreReadFromOptions(text: String, complaint: String?) throws {
        guard let complaint else {
            let place = try ExportPlace(option: text)
            #expect(place.form == .otlpJSON)
            #expect(place.endpoint.description == "http://h:4318/v1/traces")
            return
        }
        let error = #expect(throws: HopStartError.self) { try ExportPlace(option: text) }
        #expect(error?.description.contains(complaint) == true, "\(error?.description ?? "")")
    }
}
