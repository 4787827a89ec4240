"""Sends spans over OTLP/gRPC without pause from some threads, and says which: TARGET. Ends when its input does."""

import sys
import threading

from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExporter, SpanExportResult

import sent

TARGET = sys.argv[1]
THREADS = 4
# Between two spans of a thread: what is sent while nobody looks stays little.
PAUSE_SECONDS = 0.005

is_ended = threading.Event()
writing = threading.Lock()
failures = []


class Recorder(SpanExporter):
    """Says which spans it hands to the exporter behind it."""

    def __init__(self):
        # For all attempts of one export together.
        self.exporter = OTLPSpanExporter(endpoint=TARGET, insecure=True, timeout=60)

    def export(self, spans):
        for span in spans:
            with writing:
                record(span)
        failures.append(spans)
        result = self.exporter.export(spans)
        if result is SpanExportResult.SUCCESS:
            failures.remove(spans)
        return result

    def shutdown(self):
        self.exporter.shutdown()


def record(span):
    sent.span(
        trace_id=f"{span.context.trace_id:032x}", trace_id_bits=128, span_id=f"{span.context.span_id:016x}",
        parent_span_id=None, kind=span.kind.name, name=span.name, service=span.resource.attributes["service.name"],
        start_unix_nanos=span.start_time, duration_nanos=span.end_time - span.start_time, status="unset",
        status_message="", attributes=dict(span.attributes), events=[], links=[])


def send(number):
    provider = TracerProvider(resource=Resource({"service.name": f"restart.{number}"}))
    # It exports each span when it ends, and waits for the answer.
    provider.add_span_processor(SimpleSpanProcessor(Recorder()))
    tracer = provider.get_tracer("interop")
    count = 0
    while not is_ended.wait(PAUSE_SECONDS):
        tracer.start_span(f"span {count}", attributes={"number": count}).end()
        count += 1
    provider.shutdown()


threads = [threading.Thread(target=send, args=[number]) for number in range(THREADS)]
for thread in threads:
    thread.start()
sys.stdin.read()
is_ended.set()
for thread in threads:
    thread.join()
sys.exit(1 if failures else 0)
