"""Takes OTLP over gRPC with gRPC's own library until its input ends: DELAY, seconds that the first senders are told to wait.

The first call of each sender is answered with UNAVAILABLE and RetryInfo. Prints its port; at the end a line for each
call and one for each span that was taken.
"""

import json
import sys
import threading
import time
from concurrent import futures

import grpc
from google.protobuf import any_pb2, duration_pb2
from google.rpc import error_details_pb2, status_pb2
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc
from opentelemetry.proto.trace.v1.trace_pb2 import Span

DELAY = float(sys.argv[1])
lines = []
told = set()
taking = threading.Lock()


class TraceService(trace_service_pb2_grpc.TraceServiceServicer):
    def Export(self, request, context):
        sender = {value_of(pair.value) for part in request.resource_spans for pair in part.resource.attributes
                  if pair.key == "service.name"}
        call = {
            "call": sorted(sender), "at": time.monotonic(), "remaining": context.time_remaining(), "taken": True,
            "metadata": sorted((key, str(value)) for key, value in context.invocation_metadata()),
            "span_ids": sorted(span.span_id.hex() for span in spans_of(request)),
        }
        with taking:
            lines.append(call)
            is_first = not sender <= told
            told.update(sender)
            if not is_first:
                lines.extend(described(request))
        if is_first:
            call["taken"] = False
            self.refuse(context)
        return trace_service_pb2.ExportTraceServiceResponse()

    def refuse(self, context):
        """OTLP/gRPC Throttling."""
        info = error_details_pb2.RetryInfo(retry_delay=duration_pb2.Duration(
            seconds=int(DELAY), nanos=round(DELAY % 1 * 1e9)))
        details = any_pb2.Any()
        details.Pack(info)
        status = status_pb2.Status(code=grpc.StatusCode.UNAVAILABLE.value[0], message="not yet", details=[details])
        context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
        context.abort(grpc.StatusCode.UNAVAILABLE, "not yet")


def spans_of(request):
    return [span for part in request.resource_spans for scope in part.scope_spans for span in scope.spans]


def described(request):
    for part in request.resource_spans:
        resource = attributes(part.resource.attributes)
        for scope in part.scope_spans:
            for span in scope.spans:
                yield {
                    "trace_id": span.trace_id.hex(), "span_id": span.span_id.hex(),
                    "parent_span_id": span.parent_span_id.hex(), "name": span.name,
                    "kind": Span.SpanKind.Name(span.kind).removeprefix("SPAN_KIND_"), "status": span.status.code,
                    "start": span.start_time_unix_nano, "end": span.end_time_unix_nano,
                    "attributes": attributes(span.attributes), "service": resource.get("service.name"),
                    "scope": scope.scope.name,
                }


def attributes(pairs):
    return {pair.key: value_of(pair.value) for pair in pairs}


def value_of(value):
    kind = value.WhichOneof("value")
    return getattr(value, kind) if kind in ("string_value", "bool_value", "int_value", "double_value") else str(value)


server = grpc.server(futures.ThreadPoolExecutor(8))
trace_service_pb2_grpc.add_TraceServiceServicer_to_server(TraceService(), server)
print(json.dumps({"port": server.add_insecure_port("127.0.0.1:0")}), flush=True)
server.start()
sys.stdin.read()
server.stop(5).wait()
for line in lines:
    print(json.dumps(line))
