"""A collector that goes away under load and comes back on the same port: OpenTelemetry's exporters try again, so no span
is lost, and none is there twice, since a collector that ends answers what it has taken."""

import json
import os
import re
import threading

import collector
import compare
import trials
from clients import CLIENTS

NAME = "restart under OTLP/gRPC"
CLIENT = next(client for client in CLIENTS if client.argument == "otlp-grpc")
SPANS_OF_EACH = 100


def run(programs, folder):
    program = os.path.join(programs, "fake-collector")
    with collector.Collector(program) as first:
        endpoint = first.endpoints["otlp-grpc"]
        sending = trials.start("grpc_restart_client.py", trials.target(endpoint))
        sent, complaints = [], []
        # Its output is drained while it sends.
        reader = threading.Thread(target=lambda: read(sending, sent, complaints))
        reader.start()
        first.counts_with(SPANS_OF_EACH)
        before = first.spans()
        status, summary = first.end()
    # The summary tells what came between the last look and the end.
    taken = taken_of(summary)
    with collector.Collector(program, "--port", f"otlp-grpc={endpoint.rpartition(':')[2]}") as second:
        second.counts_with(SPANS_OF_EACH)
        sending.stdin.close()
        reader.join(trials.DEADLINE_SECONDS)
        sending.kill()
        reader.join()
        counts = second.counts()
        after = second.spans()
        second.end()
    problems = complaints + ([f"the first collector ended with {status}\n{summary}"] if status != 0 else [])
    seen = {span["span_id"] for span in before + after}
    unseen = [span for span in sent if span["span_id"] not in seen]
    if taken + counts["spans"] != len(sent):
        problems.append(f"{taken} spans taken before and {counts['spans']} after, {len(sent)} sent")
    if len(before) + len(unseen) != taken:
        problems.append(f"{taken} spans taken before the end, {len(before) + len(unseen)} sent and not taken after")
    if len(before) < SPANS_OF_EACH or len(after) < SPANS_OF_EACH:
        problems.append(f"{len(before)} spans before and {len(after)} after: too few to tell")
    seen_of_sent = [span for span in sent if span["span_id"] in seen]
    problems += compare.problems(seen_of_sent, before + after, CLIENT)
    return f"{len(sent)} spans sent, {taken} taken before and {counts['spans']} after", problems


def read(process, sent, complaints):
    for line in process.stdout:
        sent.append(json.loads(line))
    errors = process.stderr.read()
    if process.wait() != 0:
        complaints.append(f"ended with {process.returncode}\n{errors}")


def taken_of(summary):
    """Of a line like `otlp-grpc: 2 requests: 2 accepted with 2 spans`."""
    return sum(int(spans) for spans in re.findall(r"accepted with (\d+) span", summary))
