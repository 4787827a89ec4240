#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The kernel's buffers behind a socket, and what it threw away for want of room there.
extension Socket {
    /// Asks for a receive buffer of so many bytes: past the system's limit where this process may (`SO_RCVBUFFORCE`), else
    /// up to it.
    ///
    /// - Returns: what there is now, by the kernel's own count, in which a datagram takes more than its bytes; Linux
    ///   doubles what was asked for to make up for that (socket(7), `SO_RCVBUF`).
    @discardableResult
    package func setReceiveBuffer(bytes: Int) throws(NetworkError) -> Int {
        let size = Int32(clamping: bytes)
        #if os(Linux)
            if (try? setOption(SOL_SOCKET, SocketOption.receiveBufferByForce, size)) != nil { return receiveBuffer }
        #endif
        try setOption(SOL_SOCKET, SO_RCVBUF, size)
        return receiveBuffer
    }

    /// Asks for a send buffer of so many bytes; the system may give less.
    package func setSendBuffer(bytes: Int) throws(NetworkError) {
        try setOption(SOL_SOCKET, SO_SNDBUF, Int32(clamping: bytes))
    }

    /// Bytes by the kernel's own count; 0 on a closed socket.
    package var receiveBuffer: Int {
        var size: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, &length) == 0 ? Int(size) : 0
    }

    /// Makes the kernel say with every datagram how many it had dropped before; says whether it does.
    package func countDroppedDatagrams() -> Bool {
        #if os(Linux)
            (try? setOption(SOL_SOCKET, SocketOption.dropCounter, Int32(1))) != nil
        #else
            false
        #endif
    }

    /// Datagrams that the kernel has dropped at this socket until now, modulo 2^32; nil where it does not say (Linux does
    /// from 4.12 on).
    ///
    /// The count that comes with a datagram is as old as that datagram: only this one knows of drops behind the last.
    package var droppedDatagrams: UInt32? {
        #if os(Linux)
            // An array of counters, of which the ninth is that of drops (<linux/sock_diag.h>, SK_MEMINFO_DROPS).
            let place = 8
            return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 16) { counters in
                counters.initialize(repeating: 0)
                var length = socklen_t(counters.count * MemoryLayout<UInt32>.size)
                let status = getsockopt(
                    descriptor, SOL_SOCKET, SocketOption.memoryInformation, counters.baseAddress, &length)
                guard status == 0, Int(length) >= (place + 1) * MemoryLayout<UInt32>.size else { return nil }
                return counters[place]
            }
        #else
            return nil
        #endif
    }
}

#if os(Linux)
    /// Options of Linux that not every C library names (<asm-generic/socket.h>).
    enum SocketOption {
        static let receiveBufferByForce: Int32 = 33  // SO_RCVBUFFORCE
        static let dropCounter: Int32 = 40  // SO_RXQ_OVFL
        static let memoryInformation: Int32 = 55  // SO_MEMINFO
    }
#endif
