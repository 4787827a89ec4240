"""The clients of nghttp2, which know HTTP/2 and nothing of gRPC: a conversation whose frames are looked at, and many
calls at once on many connections."""

import os
import re
import shutil
import subprocess

import collector
import trials

NAME = "nghttp and h2load"
PATH = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"
HEADERS = ["-H", ":method: POST", "-H", "content-type: application/grpc", "-H", "te: trailers"]
SPANS = 3
# 16 connections with 16 streams at once.
CONNECTIONS = STREAMS = 16
CALLS = 4096


def run(programs, folder):
    missing = [tool for tool in ("nghttp", "h2load") if not shutil.which(tool)]
    if missing:
        raise trials.NotTried(f"since there is no {' and no '.join(missing)} here (Debian: nghttp2-client)")
    file = os.path.join(folder, "message")
    _, problems = trials.lines_of("grpc_message.py", file, SPANS)
    spans = 0
    with collector.Collector(os.path.join(programs, "fake-collector")) as running:
        for receiver in ("otlp-grpc", "otlp"):
            url = f"http://{trials.target(running.endpoints[receiver])}{PATH}"
            problems += [f"nghttp, {receiver}: {problem}" for problem in conversation(file, url)]
            problems += [f"h2load, {receiver}: {problem}" for problem in load(file, url)]
            spans += SPANS * (1 + CALLS)
        counts = running.counts_with(spans)
        if counts["spans"] != spans:
            problems.append(f"{counts['spans']} spans taken, {spans} sent")
        running.end()
    return f"{2 * (1 + CALLS)} calls, {counts['spans']} spans taken", problems


def conversation(file, url):
    output = output_of(["nghttp", "-v", "--no-dep", "-d", file, *HEADERS, url])
    # In this order; frames alone, since what is printed of fields depends on their names.
    lines = [
        r"recv SETTINGS frame", r"recv \(stream_id=1\) :status: 200",
        r"recv \(stream_id=1\) content-type: application/grpc", r"recv DATA frame <length=5, flags=0x00, stream_id=1>",
        r"recv \(stream_id=1\) grpc-status: 0", r"END_STREAM \| END_HEADERS",
    ]
    position = 0
    for line in lines:
        match = re.compile(line).search(output, position)
        if not match:
            yield f"no {line!r} where it belongs\n{output}"
            return
        position = match.end()
    if re.search(r"recv (RST_STREAM|GOAWAY) frame", output):
        yield f"a stream or the connection was broken off\n{output}"


def load(file, url):
    output = output_of([
        "h2load", "-n", str(CALLS), "-c", str(CONNECTIONS), "-m", str(STREAMS), "-d", file, *HEADERS, url])
    for line in (
        f"requests: {CALLS} total, {CALLS} started, {CALLS} done, {CALLS} succeeded, 0 failed, 0 errored, 0 timeout",
        f"status codes: {CALLS} 2xx, 0 3xx, 0 4xx, 0 5xx",
    ):
        if line not in output:
            yield f"no {line!r}\n{output}"


def output_of(command):
    try:
        done = subprocess.run(
            command, env=trials.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=trials.DEADLINE_SECONDS)
    except subprocess.TimeoutExpired:
        return f"did not end in {trials.DEADLINE_SECONDS} s"
    return done.stdout
