"""Sends spans with py_zipkin in one of its encodings, and says which: ENCODING ENDPOINT."""

import logging
import sys
import time
import urllib.request
from urllib.parse import urlsplit

from py_zipkin import Encoding, Kind, logging_helper
from py_zipkin.transport import BaseTransportHandler
from py_zipkin.zipkin import ZipkinAttrs, zipkin_span

import sent

NAME, ENDPOINT = sys.argv[1:]
ENCODING, VERSION, CONTENT_TYPE = {
    "v1-thrift": (getattr(Encoding, "V1_THRIFT", None), "v1", "application/x-thrift"),
    "v1-json": (Encoding.V1_JSON, "v1", "application/json"),
    "v2-json": (Encoding.V2_JSON, "v2", "application/json"),
    "v2-protobuf": (Encoding.V2_PROTO3, "v2", "application/x-protobuf"),
}[NAME]
HOST = "192.168.1.20"
LATER = 1_700_000_000.5


class Transport(BaseTransportHandler):
    """py_zipkin encodes, and leaves the sending to its user."""

    def get_max_payload_bytes(self):
        return 20_000

    def send(self, payload):
        body = payload if isinstance(payload, bytes) else payload.encode()
        url = f"http://{urlsplit(ENDPOINT).netloc}/api/{VERSION}/spans"
        request = urllib.request.Request(url, body, {"Content-Type": CONTENT_TYPE})
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.status == 202, answer.status


def nanos(seconds):
    """As its encoders do it: whole microseconds."""
    return int(seconds * 1_000_000) * 1000


def record(self, span, add=logging_helper.ZipkinBatchSender.add_span):
    sent.span(
        trace_id=span.trace_id.zfill(32), trace_id_bits=4 * len(span.trace_id), span_id=span.span_id.zfill(16),
        parent_span_id=span.parent_id.zfill(16) if span.parent_id else None,
        kind={"LOCAL": "INTERNAL"}.get(span.kind.name, span.kind.name), name=span.name,
        service=span.local_endpoint.service_name, local_endpoint=span.local_endpoint._asdict(),
        remote_endpoint=span.remote_endpoint._asdict() if span.remote_endpoint else None, shared=bool(span.shared),
        # Its encoders know no debug flag, no status and no links.
        debug=False, status="unset", status_message="", links=[], start_unix_nanos=nanos(span.timestamp),
        duration_nanos=nanos(span.duration), attributes=dict(span.tags),
        events=[
            {"time_unix_nanos": nanos(time), "name": name, "attributes": {}}
            for name, time in span.annotations.items()
        ])
    add(self, span)


logging_helper.ZipkinBatchSender.add_span = record


def root(name, scenario, **settings):
    settings.setdefault("sample_rate", 100.0)
    return zipkin_span(
        service_name=f"py_zipkin.{NAME}.{scenario}", span_name=name, transport_handler=Transport(), encoding=ENCODING,
        host=HOST, port=8080, **settings)


def below(name, scenario, **settings):
    return zipkin_span(
        service_name=f"py_zipkin.{NAME}.{scenario}", span_name=name, host=HOST, port=8080, **settings)


def values():
    with root("get /users/{id} \u2014 \u00fc", "values", binary_annotations={
        "text": "hello", "text.unicode": "h\u00e9llo \u65e5\u672c\u8a9e \U0001f680", "text.empty": "",
        "text.control": "tab\tnl\nquote\"back\\slash/\u0001end", "text.long": "0123456789abcdef" * 320,
        "\u043a\u043b\u044e\u0447": "a key of other letters", "key with space": "v",
    }):
        time.sleep(0.001)


def tree():
    with root("get /checkout", "tree", use_128bit_trace_id=True, kind=Kind.SERVER):
        with below("process order", "tree", annotations={"cache.miss": LATER, "done \u00fc": LATER + 0.001}):
            with below("select orders", "tree", kind=Kind.CLIENT, timestamp=LATER, duration=0.001002) as client:
                client.add_sa_binary_annotation(5432, "orders-db", "10.1.2.3")
            with below("over ipv6", "tree", kind=Kind.CLIENT) as client:
                client.add_sa_binary_annotation(443, "other", "2001:db8::c001")


def sampled():
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    denied = ZipkinAttrs(trace, "00f067aa0ba902b8", "00f067aa0ba902b7", "0", False)
    with root("denied", "sampled", sample_rate=None, zipkin_attrs=denied):
        sent.unsampled(trace, denied.span_id)
    # The server's half of a span that the caller began.
    joined = ZipkinAttrs(trace, "00f067aa0ba902b9", "00f067aa0ba902b7", "0", True)
    with root("joined", "sampled", sample_rate=None, zipkin_attrs=joined, kind=Kind.SERVER):
        pass


def edges():
    for trace, span, parent in (
        ("463ac35c9f6413ad", "463ac35c9f6413ad", None), ("f" * 32, "f" * 16, None),
        ("0" * 31 + "1", "0" * 15 + "1", None), ("8" + "0" * 30 + "a", "8" + "0" * 15, "00000000000000ff"),
    ):
        with root("edge", "edges", sample_rate=None, zipkin_attrs=ZipkinAttrs(trace, span, parent, "0", True)):
            pass


def many():
    with root("batch root", "many"):
        for number in range(199):
            with below(
                f"item {number}", "many", kind=Kind.CLIENT if number % 2 else Kind.SERVER,
                binary_annotations={"number": str(number), "padding": "x" * number},
            ):
                pass


class Complaints(logging.Handler):
    """py_zipkin swallows what goes wrong in encoding and sending, and logs it."""

    count = 0

    def emit(self, record):
        self.count += 1
        print(self.format(record), file=sys.stderr)


complaints = Complaints(logging.ERROR)
logging.getLogger("py_zipkin").addHandler(complaints)
for scenario in (values, tree, sampled, edges, many):
    scenario()
sys.exit(1 if complaints.count else 0)
