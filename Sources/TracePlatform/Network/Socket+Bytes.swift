#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension Socket {
    /// Reads what has arrived, at most the buffer's size, which must not be zero. `.bytes(0)` is the end of the stream.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(NetworkError) -> Progress {
        try progress(.read) { recv(descriptor, buffer.baseAddress, buffer.count, 0) }
    }

    /// Hands bytes to the kernel, as many as it takes.
    package func write(_ bytes: RawSpan) throws(NetworkError) -> Progress {
        try bytes.withUnsafeBytes { bytes throws(NetworkError) in
            try progress(.write) { send(descriptor, bytes.baseAddress, bytes.count, noSignal) }
        }
    }

    /// Hands several pieces to the kernel in one call, in order, as if they were one; the first `skipping` bytes are
    /// left out.
    ///
    /// At most 16 pieces go at once; like any write it may take fewer bytes than offered, so callers come back.
    package func write(_ pieces: [[UInt8]], skipping: Int) throws(NetworkError) -> Progress {
        let capacity = min(pieces.count, 16)
        let result: Result<Progress, NetworkError> = withUnsafeTemporaryAllocation(of: iovec.self, capacity: capacity) {
            var vectors = VectorList(storage: $0)
            return vectors.collect(pieces[...], skipping: skipping) { filled in
                var message = msghdr()
                message.msg_iov = filled.baseAddress
                message.msg_iovlen = numericCast(filled.count)
                return Result { () throws(NetworkError) in
                    // `sendmsg` and not `writev`, which knows no MSG_NOSIGNAL.
                    try progress(.write) { sendmsg(descriptor, &message, noSignal) }
                }
            }
        }
        return try result.get()
    }

    func progress(_ operation: NetworkError.Operation, _ call: () -> Int) throws(NetworkError) -> Progress {
        while true {
            let count = call()
            if count >= 0 { return .bytes(count) }
            let number = errno
            if number == EAGAIN || number == EWOULDBLOCK { return .wouldBlock }
            guard number == EINTR else { throw NetworkError(operation, errno: number) }
        }
    }
}

#if canImport(Darwin)
    /// Darwin's sockets carry `SO_NOSIGPIPE` instead.
    let noSignal: Int32 = 0
#else
    let noSignal = Int32(MSG_NOSIGNAL)
#endif

/// Collects the addresses of several arrays for one system call.
///
/// An array's address is valid within its `withUnsafeBytes` only, so the collection nests one call per piece.
private struct VectorList {
    let storage: UnsafeMutableBufferPointer<iovec>
    var count = 0

    mutating func collect<Result>(
        _ pieces: ArraySlice<[UInt8]>, skipping: Int, _ body: (UnsafeMutableBufferPointer<iovec>) -> Result
    ) -> Result {
        guard let piece = pieces.first, count < storage.count else {
            return body(UnsafeMutableBufferPointer(rebasing: storage[..<count]))
        }
        guard skipping < piece.count else {
            return collect(pieces.dropFirst(), skipping: skipping - piece.count, body)
        }
        return piece.withUnsafeBytes { bytes in
            let rest = bytes[skipping...]
            // The kernel only reads through the pointer; `iovec` serves reading calls too and is not const.
            let base = UnsafeMutableRawPointer(mutating: UnsafeRawBufferPointer(rebasing: rest).baseAddress)
            storage.initializeElement(at: count, to: iovec(iov_base: base, iov_len: rest.count))
            count += 1
            return collect(pieces.dropFirst(), skipping: 0, body)
        }
    }
}
