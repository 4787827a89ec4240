"""Writes a message of gRPC as it is sent, prefix included: FILE SPANS. One Export of OTLP, uncompressed."""

import struct
import sys

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span

START = 1_700_000_000_000_000_000
spans = [
    Span(trace_id=bytes([1] * 16), span_id=bytes([2] * 7 + [number + 1]), name="call", kind=2,
         start_time_unix_nano=START, end_time_unix_nano=START + 1)
    for number in range(int(sys.argv[2]))
]
content = ExportTraceServiceRequest(
    resource_spans=[ResourceSpans(scope_spans=[ScopeSpans(spans=spans)])]).SerializeToString()
with open(sys.argv[1], "wb") as file:
    # PROTOCOL-HTTP2.md, Length-Prefixed-Message: not compressed, the length, the message.
    file.write(struct.pack(">BI", 0, len(content)) + content)
