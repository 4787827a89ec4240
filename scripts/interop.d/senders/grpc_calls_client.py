"""Makes calls with gRPC's own library and judges the answers: TARGET calls LIMIT, which is bytes of a message and its
prefix; or TARGET full ROOM, which is the number of spans that the server takes before it is full.

Prints a line {"problem": …} for each answer that is not as gRPC's documents have it, and {"spans": …} at the end, with
the number of those that were said to be taken.
"""

import json
import sys

import grpc
from google.rpc import error_details_pb2, status_pb2
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2
from opentelemetry.proto.trace.v1 import trace_pb2

TARGET, WHAT, LIMIT = sys.argv[1], sys.argv[2], int(sys.argv[3])
SERVICE = "opentelemetry.proto.collector.trace.v1.TraceService"
EXPORT = f"/{SERVICE}/Export"
HEALTH = "/grpc.health.v1.Health/Check"
# HealthCheckResponse: `status` is SERVING.
SERVING = b"\x08\x01"
# Where a machine with other work still answers.
PATIENCE_SECONDS = 60

spans = 0


def say(**line):
    print(json.dumps(line), flush=True)


def message(count=1, padding=0):
    """A request with so many spans, each of its own."""
    global spans
    numbers = range(spans + 1, spans + count + 1)
    spans += count
    return trace_service_pb2.ExportTraceServiceRequest(resource_spans=[trace_pb2.ResourceSpans(scope_spans=[
        trace_pb2.ScopeSpans(spans=[
            trace_pb2.Span(
                trace_id=(1 << 127 | number).to_bytes(16, "big"), span_id=number.to_bytes(8, "big"),
                name="n" * padding or "call", kind=2, start_time_unix_nano=1_700_000_000_000_000_000 + number,
                end_time_unix_nano=1_700_000_000_000_000_000 + 2 * number)
            for number in numbers
        ])])]).SerializeToString()


def refused(content):
    """Content whose spans do not count."""
    global spans
    counted = spans
    bytes = content()
    spans = counted
    return bytes


def expect(what, code, path, content, answer=None, details=None, make="unary_unary", **options):
    """Makes a call; says so when it ends otherwise."""
    options.setdefault("timeout", PATIENCE_SECONDS)
    try:
        call = getattr(channel, make)(path)
        # Streams are read to their end; a stream of messages is sent from an iterator.
        answers = call(iter(content) if make.startswith("stream") else content, **options)
        answers = list(answers) if make.endswith("stream") else [answers]
        ended, text = grpc.StatusCode.OK, ""
    except grpc.RpcError as error:
        answers, ended, text = None, error.code(), error.details()
        check_details(what, error)
    if ended is not code:
        say(problem=f"{what}: {ended.name} {text!r}, expected {code.name}")
    elif answer is not None and answers != [answer]:
        say(problem=f"{what}: answered {answers}, expected {answer}")
    elif details is not None and details not in text:
        say(problem=f"{what}: says {text!r}, expected {details!r} in it")


def check_details(what, error):
    """Where there are details, they say the same as the status."""
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            status = status_pb2.Status.FromString(value)
            if (status.code, status.message) != (error.code().value[0], error.details()):
                say(problem=f"{what}: details of {status.code} {status.message!r} at {error.code()} {error.details()!r}")


def check_taken():
    ok = grpc.StatusCode.OK
    empty = trace_service_pb2.ExportTraceServiceResponse().SerializeToString()
    expect("a span", ok, EXPORT, message(), empty)
    expect("no span", ok, EXPORT, b"", empty)
    expect("a span, gzip", ok, EXPORT, message(padding=1000), empty, compression=grpc.Compression.Gzip)
    expect("a span, deflate", ok, EXPORT, message(padding=1000), empty, compression=grpc.Compression.Deflate)
    expect("100 spans", ok, EXPORT, message(100), empty)
    expect("a message at the limit", ok, EXPORT, filled_to(LIMIT - 5), empty)
    metadata = (("x-tenant", "shop"), ("x-tenant", "second"), ("x-blob-bin", bytes(range(256))), ("x-empty-bin", b""),
                ("x-long", "0123456789" * 300))
    expect("metadata", ok, EXPORT, message(), empty, metadata=metadata)
    expect("wait for ready", ok, EXPORT, message(), empty, wait_for_ready=True)


def filled_to(count):
    """A message of so many bytes, with one span."""
    content = message(padding=count - 200)
    # An unknown field of this length's rest: tag 15, of bytes, whose length takes two bytes.
    rest = count - len(content) - 3
    assert 128 <= rest < 16_384, rest
    return content + bytes([15 << 3 | 2, rest & 0x7f | 0x80, rest >> 7]) + bytes(rest)


def check_refusals():
    unimplemented, internal = grpc.StatusCode.UNIMPLEMENTED, grpc.StatusCode.INTERNAL
    exhausted = grpc.StatusCode.RESOURCE_EXHAUSTED
    content = refused(message)
    expect("unknown method", unimplemented, f"/{SERVICE}/Exports", content, details="Exports")
    expect("unknown service", unimplemented, "/opentelemetry.proto.collector.trace.v2.TraceService/Export", content)
    expect("metrics", unimplemented, "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", content)
    expect("no service", unimplemented, "/Export", content)
    expect("no protobuf", internal, EXPORT, b"\xff\xff\xff")
    expect("a cut message", internal, EXPORT, content[:-1])
    expect("no protobuf, gzip", internal, EXPORT, b"\xff" * 1000, compression=grpc.Compression.Gzip)
    expect("too large", exhausted, EXPORT, refused(lambda: message(padding=LIMIT)))
    expect("far too large", exhausted, EXPORT, refused(lambda: message(padding=64 * LIMIT)))
    expect("too large once inflated", exhausted, EXPORT, refused(lambda: message(padding=16 * LIMIT)),
           compression=grpc.Compression.Gzip)
    expect("two messages", unimplemented, EXPORT, [content, content], make="stream_unary")
    expect("no message", unimplemented, EXPORT, [], make="stream_unary")


def check_health():
    expect("health", grpc.StatusCode.OK, HEALTH, b"", SERVING)
    expect("health of the service", grpc.StatusCode.OK, HEALTH, named(SERVICE), SERVING)
    expect("health of another", grpc.StatusCode.NOT_FOUND, HEALTH, named("shop.Cart"))
    expect("watch", grpc.StatusCode.UNIMPLEMENTED, "/grpc.health.v1.Health/Watch", b"", make="unary_stream")


def named(service):
    """HealthCheckRequest: `service`."""
    return bytes([0x0a, len(service)]) + service.encode()


def check_many():
    """More calls at once than a connection has streams for, some of which their caller gives up."""
    export = channel.unary_unary(EXPORT)
    kept = [export.future(message(), timeout=PATIENCE_SECONDS) for _ in range(500)]
    large = bytes([15 << 3 | 2, 0x80, 0x80, 0x02]) + bytes(0x8000)
    given_up = [export.future(large, timeout=PATIENCE_SECONDS) for _ in range(100)]
    for call in given_up:
        call.cancel()
    late = [export.future(large, timeout=number / 10_000) for number in range(100)]
    codes = [call.code() for call in kept]
    if codes.count(grpc.StatusCode.OK) != len(codes):
        say(problem=f"calls at once: {sorted({code.name for code in codes})}, expected OK")
    allowed = {grpc.StatusCode.OK, grpc.StatusCode.DEADLINE_EXCEEDED}
    others = {call.code() for call in late} - allowed
    if others:
        say(problem=f"calls with a short deadline: {sorted(code.name for code in others)}")
    expect("no time", grpc.StatusCode.DEADLINE_EXCEEDED, EXPORT, b"", timeout=-1)
    expect("a span afterwards", grpc.StatusCode.OK, EXPORT, message())


def check_full():
    """OTLP/gRPC Throttling: UNAVAILABLE with RetryInfo, for whatever does not fit, and only for that."""
    expect("spans that fit", grpc.StatusCode.OK, EXPORT, message(LIMIT))
    content = refused(message)
    try:
        channel.unary_unary(EXPORT)(content, timeout=PATIENCE_SECONDS)
        say(problem="a span too many was taken")
    except grpc.RpcError as error:
        check_details("a span too many", error)
        details = dict(error.trailing_metadata()).get("grpc-status-details-bin", b"")
        info = error_details_pb2.RetryInfo()
        delays = [info.retry_delay.ToTimedelta() for any in status_pb2.Status.FromString(details).details
                  if any.Unpack(info)]
        if error.code() is not grpc.StatusCode.UNAVAILABLE or [delay.total_seconds() > 0 for delay in delays] != [True]:
            say(problem=f"a span too many: {error.code().name} {error.details()!r}, to be tried again after {delays}")
    expect("no span", grpc.StatusCode.OK, EXPORT, b"")


# A channel that another has opened would be shared.
options = [("grpc.use_local_subchannel_pool", 1)]
with grpc.insecure_channel(TARGET, options=options) as channel:
    if WHAT == "full":
        check_full()
    else:
        check_taken()
        check_refusals()
        check_health()
        check_many()
say(spans=spans)
