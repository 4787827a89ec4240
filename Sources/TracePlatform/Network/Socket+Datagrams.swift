#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the kernel said of one datagram beside its bytes.
package struct DatagramReceipt: Hashable, Sendable {
    /// Bytes that are in the buffer.
    package let count: Int
    /// The datagram was longer than the buffer, and its rest is lost.
    package let isTruncated: Bool
    /// Nil when the sender's address is of no known family.
    package let sender: SocketAddress?
    /// Datagrams that the kernel had dropped at this socket when it queued this one, counted from 0 to 2^32 - 1 and then
    /// from 0 again. Nil where the kernel does not say: then nobody asked for it, none was dropped so far, or the system
    /// does not count.
    package let droppedBefore: UInt32?
}

extension Socket {
    /// A UDP socket of the address's family.
    package static func udp(for address: SocketAddress) throws(NetworkError) -> Socket {
        try create(for: address, type: datagramType)
    }

    /// Takes one datagram; nil when none waits.
    ///
    /// - Parameter buffer: what does not fit into it is lost, which the receipt says.
    package func receiveDatagram(
        into buffer: UnsafeMutableRawBufferPointer
    ) throws(NetworkError) -> DatagramReceipt? {
        var storage = sockaddr_storage()
        var control: DropCounterMessage.Space = (0, 0, 0, 0, 0, 0, 0, 0)
        var vector = iovec(iov_base: buffer.baseAddress, iov_len: buffer.count)
        // The three values outlive the call, which alone uses their addresses.
        let result: Result<DatagramReceipt?, NetworkError> = withUnsafeMutableBytes(of: &storage) { name in
            withUnsafeMutableBytes(of: &control) { control in
                withUnsafeMutablePointer(to: &vector) { vector in
                    var message = msghdr()
                    message.msg_name = name.baseAddress
                    message.msg_namelen = socklen_t(name.count)
                    message.msg_iov = vector
                    message.msg_iovlen = 1
                    message.msg_control = control.baseAddress
                    message.msg_controllen = numericCast(control.count)
                    return Result { () throws(NetworkError) in
                        guard case .bytes(let count) = try progress(.read, { recvmsg(descriptor, &message, 0) }) else {
                            return nil
                        }
                        // The kernel says how much it wrote of either, at most what it was given.
                        let written = name.prefix(Int(message.msg_namelen))
                        let length = min(Int(message.msg_controllen), control.count)
                        return DatagramReceipt(
                            count: min(count, buffer.count),
                            isTruncated: message.msg_flags & truncated != 0,
                            sender: SocketAddress(systemAddress: UnsafeRawBufferPointer(rebasing: written)),
                            droppedBefore: DropCounterMessage.read(UnsafeRawBufferPointer(rebasing: control[..<length]))
                        )
                    }
                }
            }
        }
        return try result.get()
    }

    /// Hands one datagram to the kernel: all of it or, with `.wouldBlock` and with an error, nothing.
    ///
    /// On a connected socket without an address.
    package func sendDatagram(
        _ bytes: RawSpan, to address: SocketAddress? = nil
    ) throws(NetworkError) -> Progress {
        try bytes.withUnsafeBytes { bytes throws(NetworkError) in
            try progress(.write) {
                guard let address else { return send(descriptor, bytes.baseAddress, bytes.count, noSignal) }
                return address.withSystemAddress { name, length in
                    sendto(descriptor, bytes.baseAddress, bytes.count, noSignal, name, length)
                }
            }
        }
    }

    #if canImport(Glibc)
        private static let datagramType = Int32(SOCK_DGRAM.rawValue)
    #else
        private static let datagramType = Int32(SOCK_DGRAM)
    #endif
}

private let truncated = Int32(MSG_TRUNC)

/// The kernel's count of dropped datagrams as a control message: Linux's `SO_RXQ_OVFL`.
private enum DropCounterMessage {
    /// Room for one message, as aligned as `cmsghdr` demands.
    typealias Space = (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

    #if os(Linux)
        static func read(_ control: UnsafeRawBufferPointer) -> UInt32? {
            var offset = 0
            // The macros of <sys/socket.h>, which Swift does not import: a header, then its data, each message padded to
            // the size of a word. Every place is compared with what the kernel wrote.
            while offset + MemoryLayout<cmsghdr>.size + MemoryLayout<UInt32>.size <= control.count {
                let header = control.loadUnaligned(fromByteOffset: offset, as: cmsghdr.self)
                let length = Int(header.cmsg_len)
                if header.cmsg_level == SOL_SOCKET, header.cmsg_type == SocketOption.dropCounter {
                    return control.loadUnaligned(
                        fromByteOffset: offset + MemoryLayout<cmsghdr>.size, as: UInt32.self)
                }
                guard length >= MemoryLayout<cmsghdr>.size, length <= control.count else { return nil }
                let word = MemoryLayout<Int>.size
                offset += (length + word - 1) / word * word
            }
            return nil
        }
    #else
        /// Darwin counts drops for the whole system only.
        static func read(_ control: UnsafeRawBufferPointer) -> UInt32? { nil }
    #endif
}

extension NetworkError {
    /// The other end has said that nobody listens there.
    package var isRefusal: Bool { errno == ECONNREFUSED }

    /// A datagram is larger than the system sends.
    package var isTooLarge: Bool { errno == EMSGSIZE }
}
