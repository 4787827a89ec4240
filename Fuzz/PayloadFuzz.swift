import TraceBytes
import TraceModel
import TraceWire

/// The decoders of every wire form under libFuzzer: no input traps, and what is refused leaves the store as it was.
///
/// The first byte of an input says how the rest is read: as which form, or by which decompressor.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPayload(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let first = UnsafeBufferPointer(start: start, count: count).first else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: start, count: count).dropFirst())
    let reading = readings[Int(first) % readings.count]
    var store = SpanStore()
    store.addOne()
    do {
        let added = try reading(bytes, &store)
        guard store.count == added + 1 else {
            fatalError("\(added) spans were said to be added, \(store.count - 1) were")
        }
    } catch {
        guard store.count == 1 else { fatalError("a refused payload left \(store.count - 1) spans behind") }
    }
    return 0
}

/// Decodes into the store and, for what rules read, into records; says how many spans were added.
private typealias Reading = @Sendable ([UInt8], inout SpanStore) throws -> Int

private let readings: [Reading] = [
    { bytes, store in
        _ = try? ZipkinV2.records(json: bytes)
        return try ZipkinV2.decode(json: bytes, into: &store)
    },
    { bytes, store in
        _ = try? ZipkinV2.records(protobuf: bytes)
        return try ZipkinV2.decode(protobuf: bytes, into: &store)
    },
    { bytes, store in
        _ = try? OTLP.records(json: bytes)
        return try OTLP.decode(json: bytes, into: &store)
    },
    { bytes, store in
        _ = try? OTLP.records(protobuf: bytes)
        return try OTLP.decode(protobuf: bytes, into: &store)
    },
    jaeger(.compactDatagram), jaeger(.binaryDatagram), jaeger(.httpBody),
    zipkinV1(.json), zipkinV1(.thriftList), zipkinV1(.compactDatagram),
    { bytes, _ in
        _ = try Inflate.decompress(bytes.span.bytes)
        return 0
    },
    { bytes, _ in
        _ = try Gzip.decompress(bytes.span.bytes)
        return 0
    },
    { bytes, _ in
        _ = try Zlib.decompress(bytes.span.bytes)
        return 0
    },
    { bytes, store in
        _ = try? Jaeger.records(protobuf: bytes)
        return try Jaeger.decode(protobuf: bytes, into: &store)
    },
]

private func jaeger(_ form: Jaeger.Form) -> Reading {
    { bytes, store in
        _ = try? Jaeger.records(bytes, as: form)
        return try Jaeger.decode(bytes, as: form, into: &store)
    }
}

private func zipkinV1(_ form: ZipkinV1.Form) -> Reading {
    { bytes, store in
        _ = try? ZipkinV1.records(bytes, as: form)
        return try ZipkinV1.decode(bytes, as: form, into: &store)
    }
}

extension SpanStore {
    /// What a rollback must not touch.
    fileprivate mutating func addOne() {
        let span = Array(#"[{"traceId":"000000000000000a","id":"000000000000000b","tags":{"a":"b"}}]"#.utf8)
        _ = try? ZipkinV2.decode(json: span, into: &self)
    }
}
