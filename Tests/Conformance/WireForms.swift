import TraceBytes
import TraceModel
import TraceWire

extension WireForm {
    /// Every format that is taken, in the order of `WireFormat.all`.
    static let all: [WireForm] = zipkinV2Forms + zipkinV1Forms + otlpForms + jaegerForms + [jaegerGRPC]

    // MARK: Zipkin

    static let zipkinV2Forms = [zipkinV2JSON, zipkinV2Protobuf]

    static let zipkinV2JSON = WireForm(
        format: ZipkinV2.json, encoding: .json, folders: [.accept, .reject, .captured], seed: 0x5a49_504b,
        decode: { (payload, store) throws(WireError) in try ZipkinV2.decode(json: payload, into: &store) },
        recordedSpans: { (payload) throws(WireError) in try ZipkinV2.records(json: payload).count },
        receive: { request, store in try Zipkin.receive(request, into: &store) })

    static let zipkinV2Protobuf = WireForm(
        format: ZipkinV2.protobuf, encoding: .protobuf, folders: [.accept, .reject, .captured], seed: 0x5a49_504b,
        decode: { (payload, store) throws(WireError) in try ZipkinV2.decode(protobuf: payload, into: &store) },
        recordedSpans: { (payload) throws(WireError) in try ZipkinV2.records(protobuf: payload).count },
        receive: { request, store in try Zipkin.receive(request, into: &store) })

    static let zipkinV1Forms = [zipkinV1JSON, zipkinV1Thrift, zipkinV1Datagram]
    static let zipkinV1JSON = zipkinV1(.json, encoding: .json, folders: [.accept, .reject, .captured])
    /// No exporter at hand sends Thrift.
    static let zipkinV1Thrift = zipkinV1(.thriftList, encoding: .thrift, folders: [.accept, .reject])
    static let zipkinV1Datagram = zipkinV1(.compactDatagram, encoding: .thrift, folders: [.accept, .reject])

    private static func zipkinV1(_ form: ZipkinV1.Form, encoding: Encoding, folders: [Folder]) -> WireForm {
        WireForm(
            format: form.format, encoding: encoding, folders: folders, seed: 0x5a49_5031, mayDivideSpans: true,
            decode: { (payload, store) throws(WireError) in try ZipkinV1.decode(payload, as: form, into: &store) },
            recordedSpans: { (payload) throws(WireError) in try ZipkinV1.records(payload, as: form).spans.count },
            receive: { request, store in
                form == .compactDatagram
                    ? try ZipkinV1.receive(datagram: request.body, into: &store)
                    : try Zipkin.receive(request, into: &store)
            })
    }

    // MARK: OTLP

    static let otlpForms = [otlpJSON, otlpProtobuf, otlpGRPC]

    static let otlpJSON = WireForm(
        format: OTLP.json, encoding: .json, folders: Folder.allCases, seed: 0x4f54_4c50,
        decode: { (payload, store) throws(WireError) in try OTLP.decode(json: payload, into: &store) },
        recordedSpans: { (payload) throws(WireError) in try OTLP.records(json: payload).spans.count },
        receive: { request, store in try OTLP.receive(request, into: &store) })

    static let otlpProtobuf = WireForm(
        format: OTLP.protobuf, encoding: .protobuf, folders: Folder.allCases, seed: 0x4f54_4c50,
        decode: { (payload, store) throws(WireError) in try OTLP.decode(protobuf: payload, into: &store) },
        recordedSpans: { (payload) throws(WireError) in try OTLP.records(protobuf: payload).spans.count },
        receive: { request, store in try OTLP.receive(request, into: &store) })

    /// A message as gRPC carries it; how it was carried is no part of it.
    static let otlpGRPC = WireForm(
        format: OTLP.grpc, encoding: .protobuf, folders: [.captured], seed: 0x4f54_4c50,
        decode: { (payload, store) throws(WireError) in try OTLP.decode(protobuf: payload, into: &store) },
        recordedSpans: { (payload) throws(WireError) in try OTLP.records(protobuf: payload).spans.count },
        receive: { request, store in try OTLP.decode(protobuf: request.body, into: &store) })

    // MARK: Jaeger

    /// Those in Thrift.
    static let jaegerForms = [jaegerCompact, jaegerBinary, jaegerHTTP]
    static let jaegerCompact = jaeger(.compactDatagram, folders: Folder.allCases)
    /// No exporter at hand sends the binary encoding in datagrams.
    static let jaegerBinary = jaeger(.binaryDatagram, folders: [.accept, .reject])
    static let jaegerHTTP = jaeger(.httpBody, folders: Folder.allCases)

    private static func jaeger(_ form: Jaeger.Form, folders: [Folder]) -> WireForm {
        WireForm(
            format: form.format, encoding: .thrift, folders: folders, seed: 0x4a41_4547,
            decode: { (payload, store) throws(WireError) in try Jaeger.decode(payload, as: form, into: &store) },
            recordedSpans: { (payload) throws(WireError) in
                // The last of a repeated list of spans counts in records, and all of them are in the store.
                try Jaeger.records(payload, as: form).batches.map { batch in
                    batch.all(.spans).compactMap(\.list).map(\.count).reduce(0, +)
                }.reduce(0, +)
            },
            receive: { request, store in
                switch form {
                case .compactDatagram:
                    try Jaeger.receive(datagram: request.body, encoding: .compact, into: &store)
                case .binaryDatagram: try Jaeger.receive(datagram: request.body, encoding: .binary, into: &store)
                case .httpBody: try Jaeger.receive(request, into: &store)
                }
            })
    }

    /// A message as gRPC carries it; how it was carried is no part of it.
    static let jaegerGRPC = WireForm(
        format: Jaeger.grpc, encoding: .protobuf, folders: Folder.allCases, seed: 0x4a41_4547,
        decode: { (payload, store) throws(WireError) in try Jaeger.decode(protobuf: payload, into: &store) },
        recordedSpans: { (payload) throws(WireError) in try Jaeger.records(protobuf: payload).spans.count },
        receive: { request, store in try Jaeger.decode(protobuf: request.body, into: &store) })
}
