import TraceBytes
import TraceRules

// What is asked of every datagram for an agent, of Jaeger's model and of Zipkin's.

// MARK: Jaeger agent, Thrift processor: one message in a datagram

extension Rule<CarriedPayload> {
    static let datagramComplete = Rule(
        "jaeger-udp/datagram/complete", "JU-001", .must, "A datagram holds a whole message.",
        why: "Agents do not put datagrams together: they drop what is cut, with all of its spans.",
        spec: "agent.thrift; Jaeger agent, Thrift processor", good: "82 81 00 09 emitBatch … 00",
        bad: "82 81 00 09 emitB"
    ) { carried, check in
        let datagram = ThriftDatagram(carried)
        guard !carried.content.isEmpty else {
            let nothing = Violation(at: "", expected: "one message", actual: "an empty datagram")
            return check.expect(carried.contentError != nil, else: nothing)
        }
        guard datagram.isMessage else { return }
        let isCut = carried.failure?.cause.reason == .unexpectedEnd
        check.expect(
            !isCut,
            else: Violation(
                at: carried.failure?.path ?? "", expected: "a whole message",
                actual: "the end of the datagram after \(carried.content.count) bytes",
                offset: carried.failure?.cause.offset))
    }

    static let datagramAlone = Rule(
        "jaeger-udp/datagram/alone", "JU-001", .must, "A datagram holds one message and nothing behind it.",
        why: "Agents read the first message: the spans of a second one are lost without a word.",
        spec: "agent.thrift; Jaeger agent, Thrift processor", good: "82 81 00 09 emitBatch … 00",
        bad: "82 81 00 09 emitBatch … 00 82 81 00 09 emitBatch … 00"
    ) { carried, check in
        guard carried.failure == nil, let end = ThriftDatagram(carried).arguments?.end else { return }
        let count = carried.content.count - end
        check.expect(
            count <= 0,
            else: Violation(
                at: "", expected: "the end of the datagram", actual: count == 1 ? "1 byte" : "\(count) bytes",
                offset: end))
    }

    static let datagramSize = Rule(
        "jaeger-udp/datagram/size", "JU-002", .must, "A datagram has at most 65,000 bytes.",
        why: "Agents read so many and drop the datagram, which is then cut, with all of its spans.",
        spec: "jaeger.thrift, Batch; Jaeger agent, MaxPacketSize", good: "64,990 bytes", bad: "65,400 bytes"
    ) { carried, check in
        check.expect(
            carried.content.count <= Jaeger.datagramBytes,
            else: Violation(
                at: "", expected: "at most \(Jaeger.datagramBytes) bytes", actual: "\(carried.content.count) bytes",
                offset: Jaeger.datagramBytes))
    }
}

// MARK: Thrift, Message; Jaeger agent, ports

extension Rule<CarriedPayload> {
    static let datagramEncoding = Rule(
        "jaeger-udp/message/encoding", "JU-003", .must,
        "Messages are compact at the ports 6831 and 5775, and binary at 6832.",
        why: "The server of the port cannot read the message, and nobody tells its sender.",
        spec: "Jaeger agent, ports; Thrift protocols, Message", good: "82 81 … to port 6831",
        bad: "82 81 … to port 6832"
    ) { carried, check in
        guard let first = carried.content.first else { return }
        let datagram = ThriftDatagram(carried)
        let expected =
            datagram.portEncoding == .compact
            ? "82, a compact message" : "80, a binary message, or the 00 of an old one"
        let port = carried.port.map { " at port \($0)" } ?? ""
        check.expect(
            datagram.opens(as: datagram.portEncoding),
            else: Violation(at: "message", expected: expected, actual: hexDigits([first]) + port, offset: 0))
    }

    static let datagramVersion = Rule(
        "jaeger-udp/message/version", "JU-004", .must, "A message is of version 1 of its encoding.",
        why: "Readers know no other version, and drop the message.", spec: "Thrift protocols, Message",
        good: "82 81, 80 01 00 04", bad: "82 82, 80 02 00 04"
    ) { carried, check in
        let datagram = ThriftDatagram(carried)
        guard datagram.opens(as: datagram.portEncoding), let isVersion1 = datagram.isVersion1 else { return }
        check.expect(
            isVersion1,
            else: Violation(
                at: "message", expected: "version 1 of the encoding", actual: hexDigits(carried.content.prefix(2)),
                offset: 1))
    }

    static let datagramMethod = Rule(
        "jaeger-udp/message/method", "JU-005", .must, "A message calls emitBatch, at port 5775 emitZipkinBatch.",
        why: "Agents know no other method, and drop the message.", spec: "agent.thrift, Agent", good: "emitBatch",
        bad: "submitBatches"
    ) { carried, check in
        let datagram = ThriftDatagram(carried)
        guard datagram.opens(as: datagram.portEncoding), datagram.isMessage, let header = datagram.header else {
            return
        }
        check.expect(
            header.method == datagram.method,
            else: Violation(at: "message.method", expected: datagram.method, actual: header.method, offset: 4))
    }

    static let datagramMessageType = Rule(
        "jaeger-udp/message/type", "JU-006", .warning, "A message is oneway, or a call.",
        why: "The IDL declares a method without answer. Calls are common and taken; anything else is no request.",
        spec: "agent.thrift, Agent.emitBatch", good: "4 oneway", bad: "2 reply"
    ) { carried, check in
        let datagram = ThriftDatagram(carried)
        guard datagram.isMessage, let header = datagram.header else { return }
        check.expect(
            header.type == 4 || header.type == 1,
            else: Violation(at: "message.type", expected: "4 oneway or 1 call", actual: "\(header.type)", offset: 1))
    }

    static let datagramArgument = Rule(
        "jaeger-udp/argument/batch", "JU-008", .must,
        "The argument of a message is field 1: a batch, of emitZipkinBatch a list of spans.",
        why: "Readers made from the IDL find no batch, and drop the message.", spec: "agent.thrift, Agent.emitBatch",
        good: "1: Batch(…)", bad: "2: Batch(…)"
    ) { carried, check in
        let datagram = ThriftDatagram(carried)
        guard datagram.isMessage, datagram.header?.method == datagram.method, let arguments = datagram.arguments else {
            return
        }
        let first = arguments.heads.first
        check.expect(
            arguments.heads.contains(where: datagram.isArgument),
            else: Violation(
                at: "arguments", expected: datagram.method == "emitBatch" ? "a struct as field 1" : "a list as field 1",
                actual: first.map { "a \($0.type) as field \($0.id)" } ?? "no field"))
    }

    static let datagramOtherArguments = Rule(
        "jaeger-udp/argument/no-other", "JU-008", .warning, "A message has no other argument than its batch.",
        why: "Readers pass over it: what it was to say is lost.", spec: "agent.thrift, Agent.emitBatch",
        good: "1: Batch(…)", bad: "1: Batch(…), 2: \"shop\""
    ) { carried, check in
        let datagram = ThriftDatagram(carried)
        guard carried.failure == nil, let heads = datagram.arguments?.heads, heads.contains(where: datagram.isArgument)
        else { return }
        let other = heads.first { !datagram.isArgument($0) }
        check.expect(
            other == nil,
            else: Violation(
                at: "arguments", expected: "field 1 alone", actual: other.map { "a \($0.type) as field \($0.id)" } ?? ""
            ))
    }
}

// MARK: Thrift, types, lengths and counts

extension Rule<CarriedPayload> {
    /// Whatever cannot be read of a message that none of the rules before names.
    static let datagramReadable = Rule(
        "jaeger-udp/message/readable", "JU-012", .must,
        "Types, numbers, lengths and counts of a message are Thrift's and fit into the datagram.",
        why: "Readers stop there and drop the datagram with all of its spans.", spec: "Thrift protocols",
        good: "1c, a list of one struct", bad: "fc 80 94 eb dc 03, a list of 10⁹ structs in 116 bytes"
    ) { carried, check in
        let datagram = ThriftDatagram(carried)
        guard datagram.isMessage else { return }
        if let header = datagram.header, header.method != datagram.method { return }
        if let heads = datagram.arguments?.heads, !heads.contains(where: datagram.isArgument) { return }
        let cause = carried.failure?.cause
        // The end inside of something is the business of `datagramComplete`.
        check.expect(
            cause == nil || cause?.reason == .unexpectedEnd,
            else: carried.unreadable(expected: "what Thrift can read"))
    }
}
