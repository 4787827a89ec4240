import TraceBytes
import TraceModel

/// The parts of a span's JSON text that most spans of a service say alike, endpoints and tags, and where they stand in
/// what was written so far.
///
/// To compare them costs a tenth of writing them, and most spans of a batch become a few numbers and two copies.
struct ZipkinV2RepeatedParts {
    private var known: [Entry] = []
    private var oldest = 0

    fileprivate struct Entry {
        let span: TraceSpan
        let places: Places
    }

    /// Offsets into the text; empty where the span says nothing.
    struct Places {
        let endpoints: Range<Int>
        let tags: Range<Int>
    }

    /// As many as a service has kinds of spans; what is looked through in vain costs time.
    private static let most = 4

    /// Where the parts of this span stand already.
    func places(of span: UnsafePointer<TraceSpan>) -> Places? {
        known.withUnsafeBufferPointer { known in
            guard let first = known.baseAddress else { return nil }
            // Unsafe: by address, since a buffer gives copies; the callers' span lives.
            let number = known.indices.first { unsafe saysTheSame(span, first + $0) }
            return number.map { unsafe first[$0].places }
        }
    }

    mutating func add(_ span: TraceSpan, at places: Places) {
        if known.count < Self.most { return known.append(Entry(span: span, places: places)) }
        known[oldest] = Entry(span: span, places: places)
        oldest = (oldest + 1) % Self.most
    }
}

/// Whether both spans have the same endpoints and tags, byte for byte: texts that Unicode calls equal may differ, and are
/// not to be exchanged. Compares all that these parts are made from, what differs most often first.
private func saysTheSame(
    _ span: UnsafePointer<TraceSpan>, _ known: UnsafePointer<ZipkinV2RepeatedParts.Entry>
) -> Bool {
    unsafe span.pointee.kind == known.pointee.span.kind
        && span.pointee.status.code == known.pointee.span.status.code
        && span.pointee.isDebug == known.pointee.span.isDebug
        && span.pointee.isShared == known.pointee.span.isShared
        && areIdentical(span.pointee.attributes, known.pointee.span.attributes)
        && areIdentical(span.pointee.status.message, known.pointee.span.status.message)
        && areIdentical(span.pointee.localEndpoint, known.pointee.span.localEndpoint)
        && areIdentical(span.pointee.remoteEndpoint, known.pointee.span.remoteEndpoint)
        && areIdentical(span.pointee.scope.name, known.pointee.span.scope.name)
        && areIdentical(span.pointee.scope.version, known.pointee.span.scope.version)
        && areIdentical(span.pointee.resource.attributes, known.pointee.span.resource.attributes)
}

private func areIdentical(_ left: [Attribute], _ right: [Attribute]) -> Bool {
    guard left.count == right.count else { return false }
    return left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { right in
            guard let first = left.baseAddress, let other = right.baseAddress else { return true }
            // Unsafe: numbers of attributes of both, by address, since a buffer gives copies.
            return left.indices.allSatisfy { unsafe areIdentical(first[$0], other[$0]) }
        }
    }
}

private func areIdentical(_ left: borrowing Attribute, _ right: borrowing Attribute) -> Bool {
    // Values first: keys are mostly the same.
    areIdentical(left.value, right.value) && areIdentical(left.key, right.key)
}

/// Lists, maps, bytes and fractions are rare, and count as different from everything.
private func areIdentical(_ left: AttributeValue, _ right: AttributeValue) -> Bool {
    switch (left, right) {
    case (.string(let left), .string(let right)): areIdentical(left, right)
    case (.int(let left), .int(let right)): left == right
    case (.bool(let left), .bool(let right)): left == right
    default: false
    }
}

private func areIdentical(_ left: Endpoint?, _ right: Endpoint?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return left.port == right.port && areIdentical(left.serviceName, right.serviceName)
        && areIdentical(left.ipv4, right.ipv4) && areIdentical(left.ipv6, right.ipv6)
}

private func areIdentical(_ left: String?, _ right: String?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return areIdentical(left, right)
}

/// Whether both texts are the same bytes.
private func areIdentical(_ left: String, _ right: String) -> Bool {
    if areSameBits(left, right) { return true }
    guard left.utf8.count == right.utf8.count else { return false }
    let isEqual = left.utf8.withContiguousStorageIfAvailable { left in
        right.utf8.withContiguousStorageIfAvailable { right in
            left.span.bytes.equals(right.span.bytes)
        } ?? false
    }
    return isEqual ?? false
}

/// Whether both are the same short text, or refer to the same memory: true for most that a program writes twice.
@inline(__always)
private func areSameBits(_ left: String, _ right: String) -> Bool {
    // Unsafe: the buffers do not leave the closures. Strings of the same bits are the same text.
    withUnsafeBytes(of: left) { left in
        withUnsafeBytes(of: right) { right in
            unsafe RawSpan(_unsafeBytes: left).equals(RawSpan(_unsafeBytes: right))
        }
    }
}
