"""Sends spans with Envoy, which traces requests that are sent through it, and says which: TRACER ENDPOINT.

Envoy draws its own span ids and takes its own times: what is known is the context of each request and its answer.
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from urllib.parse import urlsplit

import sent

TRACER, ENDPOINT = sys.argv[1], urlsplit(sys.argv[2])
SERVICE = f"envoy.{TRACER}"
DEADLINE_SECONDS = 20
TRACE_STATE = "vendor=value,other=1"
EXTENSIONS = "type.googleapis.com/envoy.extensions"
TRACING = "type.googleapis.com/envoy.config.trace.v3"


def provider():
    if TRACER == "otlp":
        uri = {"uri": ENDPOINT.geturl(), "cluster": "collector", "timeout": "5s"}
        return {"name": "envoy.tracers.opentelemetry", "typed_config": {
            "@type": f"{TRACING}.OpenTelemetryConfig", "service_name": SERVICE, "http_service": {"http_uri": uri}}}
    return {"name": "envoy.tracers.zipkin", "typed_config": {
        "@type": f"{TRACING}.ZipkinConfig", "collector_cluster": "collector", "collector_endpoint": ENDPOINT.path,
        "collector_endpoint_version": {"zipkin-json": "HTTP_JSON", "zipkin-protobuf": "HTTP_PROTO"}[TRACER],
        "trace_id_128bit": True, "shared_span_context": False}}


def address(port, host="127.0.0.1"):
    return {"socket_address": {"address": host, "port_value": port}}


def answering(match, status):
    return {"match": match, "direct_response": {"status": status, "body": {"inline_string": "answered"}}}


CONNECTION_MANAGER = {
    "@type": f"{EXTENSIONS}.filters.network.http_connection_manager.v3.HttpConnectionManager",
    "stat_prefix": "in",
    "tracing": {
        "provider": provider(),
        "custom_tags": [{"tag": "request.tag", "request_header": {"name": "x-tag"}}],
    },
    "http_filters": [{
        "name": "envoy.filters.http.router", "typed_config": {"@type": f"{EXTENSIONS}.filters.http.router.v3.Router"},
    }],
    "route_config": {"virtual_hosts": [{
        "name": "all", "domains": ["*"],
        "routes": [answering({"path": "/fail"}, 503), answering({"prefix": "/"}, 200)],
    }]},
}
CONFIGURATION = {
    "node": {"id": "interop", "cluster": SERVICE},
    "admin": {"address": address(0)},
    "layered_runtime": {"layers": [{"name": "static", "static_layer": {
        f"tracing.{tracer}.{setting}": value
        for tracer in ("zipkin", "opentelemetry")
        for setting, value in (("min_flush_spans", 5), ("flush_interval_ms", 100))
    }}]},
    "static_resources": {
        "listeners": [{"name": "in", "address": address(0), "filter_chains": [{"filters": [{
            "name": "envoy.filters.network.http_connection_manager", "typed_config": CONNECTION_MANAGER,
        }]}]}],
        "clusters": [{
            "name": "collector", "type": "STATIC", "connect_timeout": "1s",
            "load_assignment": {"cluster_name": "collector", "endpoints": [{"lb_endpoints": [{
                "endpoint": {"address": address(ENDPOINT.port, ENDPOINT.hostname)},
            }]}]},
        }],
    },
}


class Envoy:
    """The program, on free ports, as long as it is not left."""

    def __init__(self, folder):
        self.admin_file = os.path.join(folder, "admin")
        file = os.path.join(folder, "envoy.json")
        with open(file, "w") as text:
            json.dump(CONFIGURATION, text)
        self.process = subprocess.Popen(
            [os.path.join(os.path.dirname(sys.executable), "envoy"), "-c", file, "--admin-address-path",
             self.admin_file, "--concurrency", "1", "--use-dynamic-base-id", "-l", "error"])

    def __enter__(self):
        self.admin = self.wait_for("its admin port", self.read_admin)
        self.proxy = self.wait_for("its listener", self.read_listener)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)

    def wait_for(self, what, read):
        """Envoy tells nobody when it is ready or has sent something: it is asked until it says so."""
        deadline = time.monotonic() + DEADLINE_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                value = read()
            except (OSError, http.client.HTTPException):
                value = None
            if value:
                return value
            time.sleep(0.02)
        self.process.kill()
        sys.exit(f"envoy: waited in vain for {what}")

    def read_admin(self):
        with open(self.admin_file) as text:
            return text.read().strip()

    def read_listener(self):
        for listener in json.loads(get(self.admin, "/listeners?format=json")[1])["listener_statuses"]:
            return f"127.0.0.1:{listener['local_address']['socket_address']['port_value']}"

    def counts(self, spans):
        """What it counted, once so many spans went out and every report was answered with success; else None."""
        stats = json.loads(get(self.admin, "/stats?format=json&filter=spans_sent%7Cupstream_rq_(total%7C2xx)")[1])
        counts = {stat["name"].rpartition(".")[2]: stat["value"] for stat in stats["stats"] if "name" in stat}
        is_everything = counts.get("spans_sent") == spans and counts["upstream_rq_total"] == counts["upstream_rq_2xx"]
        return counts if is_everything else None

    def wait_until_sent(self, spans):
        counts = self.wait_for(f"{spans} spans to be sent", lambda: self.counts(spans))
        # Spans count as sent a moment before their report does.
        self.wait_for("its last report", lambda: self.counts(spans) == counts)


def get(netloc, path, headers=None):
    connection = http.client.HTTPConnection(netloc, timeout=5)
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def send_request(envoy, number, is_sampled):
    trace, parent = f"{0x0af7651916cd43dd8448eb211c800000 + number:032x}", f"{0xb7ad6b7169200000 + number:016x}"
    if TRACER == "otlp":
        headers = {"traceparent": f"00-{trace}-{parent}-{int(is_sampled):02}", "tracestate": TRACE_STATE}
    else:
        headers = {"x-b3-traceid": trace, "x-b3-spanid": parent, "x-b3-sampled": str(int(is_sampled))}
    headers["x-tag"] = f"tag {number}"
    status, _ = get(envoy.proxy, "/fail" if number == 2 else f"/items/{number}", headers)
    if not is_sampled:
        sent.unsampled(trace)
        return
    sent.span(
        trace_id=trace, trace_id_bits=128, parent_span_id=parent, kind="SERVER", service=SERVICE, is_partial=True,
        trace_state=TRACE_STATE, shared=False, debug=False, links=[],
        attributes={"http.method": "GET", "http.status_code": str(status), "request.tag": headers["x-tag"]})


with tempfile.TemporaryDirectory() as folder, Envoy(folder) as envoy:
    are_sampled = [number % 4 != 3 for number in range(40)]
    for number, is_sampled in enumerate(are_sampled):
        send_request(envoy, number, is_sampled)
    envoy.wait_until_sent(sum(are_sampled))
