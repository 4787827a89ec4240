import TraceModel
import TraceWire

/// Decodes a kept payload again, by the form that was recorded with it.
enum ExportDecoding {
    static func decode(form: String, _ bytes: [UInt8]) -> ExportRecord.Result {
        var store = SpanStore()
        do throws(WireError) {
            switch form {
            case ZipkinV2.json.name: try ZipkinV2.decode(json: bytes, into: &store)
            case ZipkinV2.protobuf.name: try ZipkinV2.decode(protobuf: bytes, into: &store)
            case OTLP.json.name: try OTLP.decode(json: bytes, into: &store)
            case OTLP.protobuf.name: try OTLP.decode(protobuf: bytes, into: &store)
            case Jaeger.http.name: try Jaeger.decode(bytes, as: .httpBody, into: &store)
            case Jaeger.compact.name: try Jaeger.decode(bytes, as: .compactDatagram, into: &store)
            case Jaeger.binary.name: try Jaeger.decode(bytes, as: .binaryDatagram, into: &store)
            case ZipkinV1.json.name: try ZipkinV1.decode(bytes, as: .json, into: &store)
            case ZipkinV1.thrift.name: try ZipkinV1.decode(bytes, as: .thriftList, into: &store)
            default:
                return .refused(
                    reason: "'\(form)' is no form that this version reads", status: 415,
                    excerpt: Array(bytes.prefix(64)))
            }
            return .accepted(store.allSpans())
        } catch {
            return .refused(reason: error.description, status: 400, excerpt: Array(bytes.prefix(64)))
        }
    }
}
