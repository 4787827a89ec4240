import TraceRules

// MARK: zipkinCore.thrift, AnnotationType, BinaryAnnotation

extension Rule<ZipkinV1Payload> {
    static let v1ThriftType = Rule(
        "zipkin-v1-thrift/binary-annotation/type", "ZIP1T-006", .must, "An annotation_type is 0 to 6.",
        why: "Readers do not know how to read the value, and drop the tag.", spec: "zipkinCore.thrift, AnnotationType",
        good: "annotation_type: 6 (STRING)", bad: "annotation_type: 7"
    ) { payload, check in
        for place in payload.places {
            for tag in place.binaryAnnotations {
                guard let type = tag[.annotationType]?.integer else { continue }
                check.expect(
                    (0...6).contains(type),
                    else: tag.violation(at: .annotationType, expected: "0 BOOL to 6 STRING", actual: "\(type)"))
            }
        }
    }

    static let v1ThriftWidth = Rule(
        "zipkin-v1-thrift/binary-annotation/width", "ZIP1T-006", .must,
        "The value of a BOOL, I16, I32, I64 or DOUBLE has the bytes of its type.",
        why: "Readers cannot tell what the number is, and drop the tag or read another one.",
        spec: "zipkinCore.thrift, AnnotationType", good: "I64 with 8 bytes", bad: "I64 with 4 bytes"
    ) { payload, check in
        for place in payload.places {
            for tag in place.binaryAnnotations {
                guard let type = tag[.annotationType]?.integer, let width = ZipkinV1Width(type: type),
                    let bytes = tag[.value]?.bytes
                else { continue }
                // An address that is no BOOL of one byte is the business of `v1ThriftAddress`.
                if tag.hasAddressKey, bytes.count != width.bytes { continue }
                check.expect(
                    bytes.count == width.bytes,
                    else: tag.violation(
                        at: .value,
                        expected: "\(width.bytes == 1 ? "1 byte" : "\(width.bytes) bytes") of \(width.name)",
                        actual: bytes.count == 1 ? "1 byte" : "\(bytes.count) bytes"))
            }
        }
    }

    static let v1ThriftAddress = Rule(
        "zipkin-v1-thrift/address/value", "ZIP1T-007", .must, "The addresses sa, ca and ma are a BOOL of the byte 01.",
        why: "The server takes anything else for a tag, and the service graph lacks the peer.",
        spec: "zipkinCore.thrift, CLIENT_ADDR", good: "annotation_type: 0 (BOOL), value: 01",
        bad: "annotation_type: 6 (STRING), value: \"true\""
    ) { payload, check in
        for place in payload.places {
            for tag in place.binaryAnnotations where tag.hasAddressKey {
                let type = tag[.annotationType]?.integer
                check.expect(
                    type == 0 && tag[.value] == .bytes([1]),
                    else: tag.violation(
                        at: .value, expected: "01 of type 0 BOOL",
                        actual: "\(tag[.value].described) of type \(type.map { "\($0)" } ?? "nothing")"))
            }
        }
    }

    static let v1ThriftSearchable = Rule(
        "zipkin-v1-thrift/binary-annotation/text", "ZIP1T-009", .should, "The value of a tag is a STRING.",
        why: "Zipkin keeps texts alone: tags of other types can be neither searched nor seen.",
        spec: "zipkinCore.thrift, AnnotationType", good: "annotation_type: 6 (STRING), value: \"3\"",
        bad: "annotation_type: 5 (DOUBLE)"
    ) { payload, check in
        for place in payload.places {
            for tag in place.binaryAnnotations where !tag.hasAddressKey {
                guard let type = tag[.annotationType]?.integer, (0...6).contains(type) else { continue }
                // A value of the wrong width is the business of `v1ThriftWidth`.
                if let width = ZipkinV1Width(type: type), tag[.value]?.bytes?.count != width.bytes { continue }
                check.expect(
                    type == 6,
                    else: tag.violation(
                        at: .annotationType, expected: "6 STRING",
                        actual: ZipkinV1Width(type: type).map { "\(type) \($0.name)" } ?? "\(type) BYTES"))
            }
        }
    }
}

// MARK: zipkinCore.thrift, Endpoint

extension Rule<ZipkinV1Payload> {
    static let v1ThriftPort = Rule(
        "zipkin-v1-thrift/endpoint/port", "ZIP1T-008", .must, "The port of an endpoint is an i16.",
        why: "Readers pass over a field of another type, and the endpoint has no port.",
        spec: "zipkinCore.thrift, Endpoint.port", good: "2: i16 -25536, which is 40000", bad: "2: i32 40000"
    ) { payload, check in
        for place in payload.places {
            place.forEachEndpoint { endpoint in
                let other = endpoint.members.first { $0.name.hasPrefix("2:") }
                guard endpoint[.port] != nil || other != nil else { return }
                check.expect(
                    other == nil,
                    else: endpoint.violation(
                        at: .port, expected: "field 2 as i16",
                        actual: "field 2 as \(other?.name.dropFirst(2) ?? "")"))
            }
        }
    }

    static let v1ThriftIPv6 = Rule(
        "zipkin-v1-thrift/endpoint/ipv6", "ZIP1T-008", .must, "The ipv6 of an endpoint has 16 bytes.",
        why: "Readers drop what is no address, or refuse the batch.", spec: "zipkinCore.thrift, Endpoint.ipv6",
        good: "20 01 0d b8 … c0 01, 16 bytes", bad: "0a 00 00 01, 4 bytes"
    ) { payload, check in
        for place in payload.places {
            place.forEachEndpoint { endpoint in
                // None at all is what some writers have for an absent one.
                guard let address = endpoint[.ipv6]?.bytes, !address.isEmpty else { return }
                check.expect(
                    address.count == 16,
                    else: endpoint.violation(
                        at: .ipv6, expected: "16 bytes",
                        actual: "\(address.count) \(address.count == 1 ? "byte" : "bytes")"))
            }
        }
    }
}

extension ZipkinV1ElementPlace {
    fileprivate var hasAddressKey: Bool { self[.key]?.text.map(Self.addressKeys.contains) ?? false }
}

/// How many bytes a value takes that is neither text nor bytes.
private struct ZipkinV1Width {
    let name: String
    let bytes: Int

    init?(type: Int64) {
        switch type {
        case 0: (name, bytes) = ("BOOL", 1)
        case 2: (name, bytes) = ("I16", 2)
        case 3: (name, bytes) = ("I32", 4)
        case 4: (name, bytes) = ("I64", 8)
        case 5: (name, bytes) = ("DOUBLE", 8)
        default: return nil
        }
    }
}
