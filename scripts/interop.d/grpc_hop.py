"""Two hops export OTLP over gRPC, as it is and as gzip, to a server of gRPC's own library with OpenTelemetry's messages.

The server answers the first call of each with UNAVAILABLE and RetryInfo: the same spans have to come again, not before
they are asked for, and every span of every request has to be there once.
"""

import http.client
import json
import os
import signal
import subprocess
import time

import trials
from relay import Relay

NAME = "hop-server over OTLP/gRPC"
REQUESTS = 40
# Seconds that RetryInfo names.
DELAY = 1.2
# Of a call, in milliseconds; not the default, so that it shows.
TIMEOUT = 47_000


def run(programs, folder):
    hop_server = os.path.join(programs, "hop-server")
    problems, sizes, spans = [], {}, 0
    for compression in ("none", "gzip"):
        found, count, sizes[compression] = chain(hop_server, compression, folder)
        problems += [f"{compression}: {problem}" for problem in found]
        spans += count
    if not sizes["gzip"] < 0.7 * sizes["none"]:
        problems.append(f"{sizes['gzip']} bytes went out as gzip, {sizes['none']} without")
    return f"{spans} spans exported, {sizes['none']} bytes plain, {sizes['gzip']} as gzip", problems


def chain(hop_server, compression, folder):
    """Problems, the number of spans, and that of the bytes which went to the server."""
    server = trials.start("grpc_collector.py", DELAY)
    port = json.loads(server.stdout.readline())["port"]
    with Relay(port) as relay:
        hops, ends = [], []
        try:
            hops.append(Hop(hop_server, "b", None, relay.port, compression, folder))
            hops.append(Hop(hop_server, "a", hops[0].port, relay.port, compression, folder))
            requests = [hops[1].ask(number) for number in range(REQUESTS)]
        finally:
            # The first first: it has the last word to its upstream.
            ends = [hop.end() for hop in reversed(hops)]
        lines, complaints = trials.ended(server)
        size = relay.bytes
    calls = [line for line in lines if "call" in line]
    spans = [line for line in lines if "span_id" in line]
    problems = complaints + list(problems_of_ends(ends, spans)) + list(problems_of_calls(calls))
    problems += problems_of_requests(requests, spans)
    return problems, len(spans), size


class Hop:
    def __init__(self, program, name, upstream, collector, compression, folder):
        file = os.path.join(folder, f"{name}.yaml")
        upstream = f"http://127.0.0.1:{upstream}" if upstream else ""
        with open(file, "w") as text:
            text.write(f"""\
server: {{ name: {name}, port: 0 }}
traffic: {{ upstream_host: "{upstream}" }}
tracing: {{ endpoint: "http://127.0.0.1:{collector}", tags: {{ message: hello }} }}
""")
        self.name = name
        self.process = subprocess.Popen(
            [program, "--configfile", file], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=trials.environment(
                OTEL_EXPORTER_OTLP_PROTOCOL="grpc", OTEL_EXPORTER_OTLP_COMPRESSION=compression,
                OTEL_EXPORTER_OTLP_TIMEOUT=str(TIMEOUT), OTEL_BSP_EXPORT_TIMEOUT=str(TIMEOUT),
                # More than one call of each, and some while a pause is kept.
                OTEL_BSP_SCHEDULE_DELAY="50", OTEL_BSP_MAX_EXPORT_BATCH_SIZE="16"))
        self.port = json.loads(self.process.stdout.readline())["port"]

    def ask(self, number):
        """The context that was sent, and when: what its spans have to fit."""
        trace, parent = f"{0x0af7651916cd43dd8448eb211c800000 + number:032x}", f"{0xb7ad6b7169200000 + number:016x}"
        started = time.time_ns()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=trials.DEADLINE_SECONDS)
        connection.request("GET", "/", headers={"traceparent": f"00-{trace}-{parent}-01"})
        status = connection.getresponse().status
        connection.close()
        return {"trace_id": trace, "parent_span_id": parent, "status": status, "between": (started, time.time_ns())}

    def end(self):
        """What it says of itself at its end."""
        self.process.send_signal(signal.SIGTERM)
        try:
            _, errors = self.process.communicate(timeout=trials.DEADLINE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            _, errors = self.process.communicate()
        lines = [json.loads(line) for line in errors.splitlines() if line.startswith("{")]
        end = next((line for line in lines if line.get("event") == "exit"), {})
        return {"name": self.name, "status": self.process.returncode, "errors": errors, **end}


def problems_of_ends(ends, spans):
    for end in ends:
        if end["status"] != 0:
            yield f"hop {end['name']} ended with {end['status']}\n{end['errors']}"
        there = sum(span["service"] == end["name"] for span in spans)
        if not there == end.get("ended") == end.get("delivered"):
            yield f"hop {end['name']}: {there} spans there\n{end['errors']}"
    ids = [span["span_id"] for span in spans]
    if len(set(ids)) != len(ids):
        yield f"{len(ids) - len(set(ids))} spans are there twice"


def problems_of_calls(calls):
    for sender in ("a", "b"):
        own = [call for call in calls if call["call"] == [sender]]
        if len(own) < 3:
            yield f"hop {sender}: {len(own)} calls, too few to tell"
            continue
        first = own[0]
        again = next((call for call in own[1:] if call["span_ids"] == first["span_ids"]), None)
        if first["taken"] or again is None:
            yield f"hop {sender}: the call that was refused was not made again"
        elif again["at"] - first["at"] < DELAY:
            yield f"hop {sender}: came again after {again['at'] - first['at']:.3f} s, was asked to wait {DELAY} s"
    for call in calls:
        metadata = dict(map(tuple, call["metadata"]))
        if metadata.get("b3") != "0" or "grpc-" not in metadata.get("user-agent", ""):
            yield f"a call with the metadata {metadata}"
        # Between its sending and its reading there is some time.
        if not 0 < call["remaining"] <= TIMEOUT / 1000:
            yield f"a call with {call['remaining']} s left, of {TIMEOUT} ms"
    if not any(TIMEOUT / 2000 < call["remaining"] for call in calls):
        yield f"no call with more than half of its {TIMEOUT} ms left"


def problems_of_requests(requests, spans):
    """Each request has the server span of the first hop, its client span below, and the server span of the second."""
    for request in requests:
        own = [span for span in spans if span["trace_id"] == request["trace_id"]]
        parent = request["parent_span_id"]
        for service, kind in (("a", "SERVER"), ("a", "CLIENT"), ("b", "SERVER")):
            found = [span for span in own if (span["service"], span["kind"]) == (service, kind)]
            if len(found) != 1:
                yield f"{request['trace_id']}: {len(found)} spans {kind} of {service}"
                break
            [span] = found
            yield from problems_of_span(span, request, parent, kind)
            parent = span["span_id"]
        if len(own) != 3:
            yield f"{request['trace_id']}: {len(own)} spans"


def problems_of_span(span, request, parent, kind):
    title = f"{request['trace_id']}/{span['span_id']}"
    if span["parent_span_id"] != parent:
        yield f"{title}: parent {span['parent_span_id']}, expected {parent}"
    after, before = request["between"]
    if not after <= span["start"] <= span["end"] <= before:
        yield f"{title}: from {span['start']} to {span['end']}, asked between {after} and {before}"
    expected = {
        "http.request.method": "GET", "http.response.status_code": request["status"],
        "network.protocol.version": "1.1",
    }
    # The configured tags stand on the spans of requests that came.
    if kind == "SERVER":
        expected["message"] = "hello"
    for key, value in expected.items():
        if span["attributes"].get(key) != value:
            yield f"{title}: {key} is {span['attributes'].get(key)!r}, expected {value!r}"
    name = {"SERVER": "GET /", "CLIENT": "GET"}[kind]
    if not span["name"].startswith(name):
        yield f"{title}: its name is {span['name']!r}"
