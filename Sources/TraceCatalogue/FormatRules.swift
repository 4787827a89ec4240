import TraceRules
import TraceTrees
import TraceWire

/// What is asked of the payloads of one wire format, and how they are read.
struct FormatRules: Sendable {
    let format: WireFormat
    let dataModel: JudgedSpan.DataModel
    /// About a payload before it is read.
    let grammar: [Rule<CarriedPayload>]
    /// What all the rules about its records are.
    let recordFacts: [RuleFacts]
    /// Sets the rules about records to work on a run.
    let bench: @Sendable (inout RuleLedger) -> RecordsBench

    var facts: [RuleFacts] { grammar.map(\.facts) + recordFacts }

    init<Payload>(
        _ format: WireFormat, _ dataModel: JudgedSpan.DataModel, grammar: [Rule<CarriedPayload>],
        records rules: [Rule<Payload>],
        read: @escaping @Sendable (_ content: [UInt8]) throws(WireError) -> Payload
    ) {
        self.format = format
        self.dataModel = dataModel
        self.grammar = grammar
        recordFacts = rules.map(\.facts)
        bench = { ledger in
            let bench = RuleBench(rules, in: &ledger)
            return RecordsBench(
                judge: { (content, place, ledger) throws(WireError) in
                    bench.judge(try read(content), at: place, into: &ledger)
                },
                finish: { bench.finish(into: &$0) })
        }
    }

    /// In the order of `WireFormat.all`, every one of which is here.
    static let all: [FormatRules] = zipkinV2 + zipkinV1 + otlp + jaeger + jaegerGRPC

    private static let zipkinV2 = [
        FormatRules(
            ZipkinV2.json, .zipkin, grammar: ZipkinV2.jsonGrammarRules,
            records: ZipkinV2.spanRules + ZipkinV2.jsonSpanRules,
            read: { (content) throws(WireError) in
                ZipkinV2Payload(try ZipkinV2.records(json: content), format: ZipkinV2.json)
            }),
        FormatRules(
            ZipkinV2.protobuf, .zipkin, grammar: ZipkinV2.protobufGrammarRules,
            records: ZipkinV2.spanRules + ZipkinV2.protobufSpanRules,
            read: { (content) throws(WireError) in
                ZipkinV2Payload(try ZipkinV2.records(protobuf: content), format: ZipkinV2.protobuf)
            }),
    ]

    private static let zipkinV1 = [ZipkinV1.Form.json, .thriftList, .compactDatagram].map { form in
        FormatRules(
            form.format, .zipkin,
            grammar: form == .json
                ? ZipkinV1.jsonGrammarRules
                : form == .thriftList ? ZipkinV1.thriftGrammarRules : ZipkinV1.datagramGrammarRules,
            records: form == .json ? ZipkinV1.jsonRules : ZipkinV1.thriftRules,
            read: { (content) throws(WireError) in try ZipkinV1.records(content, as: form) })
    }

    private static let otlp = [
        FormatRules(
            OTLP.json, .otlp, grammar: OTLP.jsonGrammarRules, records: OTLP.modelRules + OTLP.jsonRules,
            read: { (content) throws(WireError) in
                OTLPPayload(try OTLP.records(json: content), format: OTLP.json)
            }),
        FormatRules(
            OTLP.protobuf, .otlp, grammar: OTLP.protobufGrammarRules,
            records: OTLP.modelRules + OTLP.protobufRules,
            read: { (content) throws(WireError) in
                OTLPPayload(try OTLP.records(protobuf: content), format: OTLP.protobuf)
            }),
        FormatRules(
            OTLP.grpc, .otlp, grammar: OTLP.grpcGrammarRules, records: OTLP.modelRules + OTLP.protobufRules,
            read: { (content) throws(WireError) in
                OTLPPayload(try OTLP.records(protobuf: content), format: OTLP.grpc)
            }),
    ]

    private static let jaeger = [Jaeger.Form.compactDatagram, .binaryDatagram, .httpBody].map { form in
        FormatRules(
            form.format, .jaeger,
            grammar: form == .httpBody ? Jaeger.httpGrammarRules : Jaeger.datagramGrammarRules,
            records: Jaeger.batchRules + (form == .httpBody ? [] : Jaeger.datagramRules),
            read: { (content) throws(WireError) in try Jaeger.records(content, as: form) })
    }

    private static let jaegerGRPC = [
        FormatRules(
            Jaeger.grpc, .jaeger, grammar: Jaeger.grpcGrammarRules, records: Jaeger.protobufRules,
            read: { (content) throws(WireError) in JaegerProtobufPayload(try Jaeger.records(protobuf: content)) })
    ]
}

/// The rules about the records of one format at work.
struct RecordsBench {
    let judge: (_ content: [UInt8], _ place: PayloadPlace, _ ledger: inout RuleLedger) throws(WireError) -> Void
    let finish: (_ ledger: inout RuleLedger) -> Void
}
