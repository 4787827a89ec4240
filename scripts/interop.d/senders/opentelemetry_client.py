"""Sends spans with OpenTelemetry's SDK and one of its exporters, and says which: EXPORTER ENDPOINT."""

import random
import sys
from inspect import signature
from urllib.parse import urlsplit

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider, sampling
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import (
    Link, NonRecordingSpan, SpanContext, SpanKind, Status, StatusCode, TraceFlags, TraceState, set_span_in_context,
)

import sent

# Nanoseconds that no form with microseconds can carry.
START = 1_700_000_000_123_456_789
# What calls of gRPC carry beside the message: a name twice, and bytes that are no text.
METADATA = (
    ("x-tenant", "shop"), ("x-tenant", "second"), ("x-long", "0123456789" * 300), ("x-blob-bin", bytes(range(256))),
    ("x-empty-bin", b""),
)
# What only the exporters of Zipkin ask for.
NODE = {"ipv4": "192.168.1.10", "ipv6": "2001:db8::c001", "port": 31313}
ZIPKIN_NODE = {f"local_node_{part}": value for part, value in NODE.items()}


def exporter_named(name, endpoint):
    host, port = urlsplit(endpoint).hostname, urlsplit(endpoint).port
    if name.startswith("otlp-grpc"):
        import grpc
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
        return OTLPSpanExporter(
            endpoint=f"{host}:{port}", insecure=True, timeout=60, headers=METADATA,
            compression=grpc.Compression.Gzip if name.endswith("-gzip") else grpc.Compression.NoCompression)
    if name.startswith("otlp"):
        from opentelemetry.exporter.otlp.proto.http import Compression
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        return OTLPSpanExporter(
            endpoint=f"http://{host}:{port}/v1/traces",
            compression=Compression.Gzip if name == "otlp-gzip" else Compression.NoCompression)
    if name == "jaeger-grpc":
        from opentelemetry.exporter.jaeger.proto.grpc import JaegerExporter
        return JaegerExporter(collector_endpoint=f"{host}:{port}", insecure=True)
    if name in ("zipkin-v1-json", "zipkin-v2-json"):
        from opentelemetry.exporter.zipkin.encoder import Protocol
        from opentelemetry.exporter.zipkin.json import ZipkinExporter
        if name == "zipkin-v2-json":
            return ZipkinExporter(version=Protocol.V2, endpoint=endpoint, **ZIPKIN_NODE)
        # Without a length this version of the exporter cannot encode a string.
        return ZipkinExporter(
            version=Protocol.V1, endpoint=f"http://{host}:{port}/api/v1/spans", max_tag_value_length=8192,
            **ZIPKIN_NODE)
    if name == "zipkin-v2-protobuf":
        from opentelemetry.exporter.zipkin.proto.http import ZipkinExporter
        return ZipkinExporter(endpoint=endpoint, **ZIPKIN_NODE)
    from opentelemetry.exporter.jaeger.thrift import JaegerExporter
    if name == "jaeger-http":
        return JaegerExporter(collector_endpoint=f"{endpoint}?format=jaeger.thrift")
    assert name == "jaeger-compact", name
    return JaegerExporter(agent_host_name=host, agent_port=port, udp_split_oversized_batches=True)


class Recorder(SpanExporter):
    """Says which spans it hands to the exporter behind it, and counts what did not succeed."""

    def __init__(self, exporter):
        self.exporter = exporter
        self.failures = 0

    def export(self, spans):
        for span in spans:
            record(span)
        # The processor swallows exceptions: what does not come as far as success is a failure.
        self.failures += 1
        result = self.exporter.export(spans)
        self.failures -= result is SpanExportResult.SUCCESS
        return result

    def shutdown(self):
        self.exporter.shutdown()

    def force_flush(self, timeout_millis=30000):
        return True


def record(span):
    resource, scope, service = span.resource, span.instrumentation_scope, span.resource.attributes["service.name"]
    sent.span(
        trace_id=f"{span.context.trace_id:032x}", trace_id_bits=128, span_id=f"{span.context.span_id:016x}",
        parent_span_id=f"{span.parent.span_id:016x}" if span.parent else None,
        parent_is_remote=bool(span.parent and span.parent.is_remote), trace_state=span.context.trace_state.to_header(),
        kind=span.kind.name, name=span.name, service=service,
        resource={"attributes": plain(resource.attributes), "schema_url": resource.schema_url},
        scope={
            "name": scope.name, "version": scope.version, "schema_url": scope.schema_url or "",
            # Versions without them are not given any.
            "attributes": plain(getattr(scope, "attributes", None)),
        },
        start_unix_nanos=span.start_time, duration_nanos=span.end_time - span.start_time,
        status=span.status.status_code.name.lower(), status_message=span.status.description or "",
        attributes=plain(span.attributes),
        events=[
            {"time_unix_nanos": event.timestamp, "name": event.name, "attributes": plain(event.attributes)}
            for event in span.events
        ],
        links=[
            {
                "trace_id": f"{link.context.trace_id:032x}", "span_id": f"{link.context.span_id:016x}",
                "trace_state": link.context.trace_state.to_header(), "is_remote": link.context.is_remote,
                "attributes": plain(link.attributes),
            }
            for link in span.links
        ],
        # What is written of every span that is sampled, since no other is sent.
        debug=True, shared=False, local_endpoint={"service_name": service, **NODE}, remote_endpoint=None)


def plain(attributes):
    return {key: list(value) if isinstance(value, tuple) else value for key, value in (attributes or {}).items()}


class ChosenIds(RandomIdGenerator):
    def __init__(self, trace_ids, span_ids):
        self.trace_ids, self.span_ids = iter(trace_ids), iter(span_ids)

    def generate_trace_id(self):
        return next(self.trace_ids, None) or super().generate_trace_id()

    def generate_span_id(self):
        return next(self.span_ids, None) or super().generate_span_id()


def below(span):
    return set_span_in_context(span)


def remote(trace_id, span_id, is_sampled=True, trace_state=()):
    flags = TraceFlags(TraceFlags.SAMPLED if is_sampled else TraceFlags.DEFAULT)
    return below(NonRecordingSpan(SpanContext(trace_id, span_id, True, flags, TraceState(trace_state))))


def values(tracer):
    """Every type of attribute, with values that are easily spoilt."""
    tracer.start_span("GET /users/{id} \u2014 \u00fc", kind=SpanKind.SERVER, start_time=START, attributes={
        "text": "hello", "text.unicode": "h\u00e9llo \u65e5\u672c\u8a9e \U0001f680", "text.empty": "",
        "text.control": "tab\tnl\nquote\"back\\slash/\u0001end", "text.long": "0123456789abcdef" * 320,
        "int": -7, "int.max": 2**63 - 1, "int.min": -2**63, "int.2p53p1": 2**53 + 1,
        "double": 3.141592653589793, "double.big": 1.7976931348623157e308, "double.small": 5e-324,
        "double.whole": 2.0, "double.negative-zero": -0.0, "bool": True, "bool.false": False,
        "array.text": ["a", "b", "", "\u00fc"], "array.int": [1, -2, 2**63 - 1], "array.double": [0.5, 2.0],
        "array.bool": [True, False], "\u043a\u043b\u044e\u0447": "a key of other letters", "key with space": "v",
    }).end(end_time=START + 1_234_567_891)


def tree(tracer):
    """Every kind below a remote parent with its trace state, a failure with its exception, events and links."""
    trace = 0x0af7651916cd43dd8448eb211c80319c
    root = tracer.start_span(
        "GET /checkout", context=remote(trace, 0xb7ad6b7169203331, trace_state=[("rojo", "00f067"), ("a@b", "c:d")]),
        kind=SpanKind.SERVER, start_time=START)
    middle = tracer.start_span("process order", context=below(root), start_time=START + 1000)
    client = tracer.start_span(
        "SELECT orders", context=below(middle), kind=SpanKind.CLIENT, start_time=START + 2001,
        links=[
            Link(SpanContext(trace + 1, 255, True, TraceFlags(1), TraceState([("congo", "t61")])), {
                "text": "1", "int": 1, "double": 1.0, "bool": True, "array": [1, 2]}),
            Link(root.get_span_context()),
        ])
    client.add_event("cache.miss", {"key": "order:42", "size": 3, "ratio": 0.25, "hit": False}, START + 3000)
    client.add_event("no attributes", timestamp=START + 3999)
    client.record_exception(ValueError("order 42 not found: \u00fc"), timestamp=START + 4000)
    client.set_status(Status(StatusCode.ERROR, "not found"))
    client.end(end_time=START + 1_002_001)
    producer = tracer.start_span(
        "orders send", context=below(middle), kind=SpanKind.PRODUCER, start_time=START + 5000)
    producer.set_status(Status(StatusCode.OK))
    producer.end(end_time=START + 9001)
    # That takes no time at all.
    tracer.start_span(
        "orders receive", context=below(producer), kind=SpanKind.CONSUMER, start_time=START + 12_000
    ).end(end_time=START + 12_000)
    middle.end(end_time=START + 2_000_000)
    root.end(end_time=START + 3_000_999)


def sampled(tracer):
    """A remote parent that was sampled, one that was not, and a root that the sampler drops."""
    trace = 0x4bf92f3577b34da6a3ce929d0e0e4736
    dropped = [tracer.start_span("root"), tracer.start_span("denied", context=remote(trace, 1, is_sampled=False))]
    for span in dropped:
        span.end()
        context = span.get_span_context()
        sent.unsampled(f"{context.trace_id:032x}", f"{context.span_id:016x}")
    # Shorter than a microsecond.
    tracer.start_span("sampled", context=remote(trace, 2), start_time=START).end(end_time=START + 999)


EDGE_TRACES = [0x463ac35c9f6413ad, 2**128 - 1, 1, 2**127 + 10]
EDGE_SPANS = [0x463ac35c9f6413ad, 2**64 - 1, 1, 2**63]


def edges(tracer):
    """Ids of 64 bits, of all ones, of one, and with the top bit alone."""
    for number in range(len(EDGE_TRACES)):
        tracer.start_span(f"edge {number}", start_time=START).end(end_time=START + 2_000_000_000)


def many(tracer):
    """More than one batch, and more than one datagram."""
    root = tracer.start_span("batch root")
    for number in range(199):
        span = tracer.start_span(
            f"item {number}", context=below(root), kind=SpanKind.CLIENT if number % 2 else SpanKind.SERVER,
            attributes={"number": number, "padding": "x" * (5 * number)})
        if number % 10 == 0:
            span.add_event("tick", {"number": number})
        span.end()
    root.end()


def large(tracer):
    """A batch of more than 1 MiB, compressed too."""
    digits = random.Random(1)
    for number in range(100):
        padding = f"{digits.getrandbits(96_000):024000x}"
        tracer.start_span(f"large {number}", start_time=START, attributes={"padding": padding}).end(START + 1_000)


def resource_of(service):
    return Resource({
        "service.name": service, "host.name": "node-\u00fc", "process.pid": 4711, "load": 2.0, "is.test": True,
        "zones": ["a", "b"],
    }, "https://opentelemetry.io/schemas/1.26.0")


def tracer_of(provider):
    scope = ["interop", "1.0"]
    if "attributes" in signature(provider.get_tracer).parameters:
        attributes = {"text": "value", "int": 1, "double": 1.0, "bool": True, "array": ["x"]}
        return provider.get_tracer(
            *scope, schema_url="https://opentelemetry.io/schemas/1.25.0", attributes=attributes)
    return provider.get_tracer(*scope, schema_url="https://opentelemetry.io/schemas/1.25.0")


def main(name, endpoint):
    failures = 0
    scenarios = [values, tree, sampled, edges, many]
    # The others have limits, or none that anybody tells.
    if name.startswith("otlp"):
        scenarios.append(large)
    for scenario in scenarios:
        recorder = Recorder(exporter_named(name, endpoint))
        settings = {}
        if scenario is sampled:
            settings["sampler"] = sampling.ParentBased(sampling.ALWAYS_OFF)
        if scenario is edges:
            settings["id_generator"] = ChosenIds(EDGE_TRACES, EDGE_SPANS)
        provider = TracerProvider(resource=resource_of(f"opentelemetry.{name}.{scenario.__name__}"), **settings)
        # Past the size of a datagram, so that the exporter over UDP has to split.
        provider.add_span_processor(BatchSpanProcessor(recorder, max_export_batch_size=150))
        scenario(tracer_of(provider))
        provider.force_flush()
        provider.shutdown()
        failures += recorder.failures
    return 1 if failures else 0


sys.exit(main(*sys.argv[1:]))
