"""Calls as gRPC's own library makes them: what is taken, how it is refused, deadlines, cancellation, health."""

import os

import collector
import trials

NAME = "grpcio's calls"
# Bytes of one body, the prefix of its message included.
LIMIT = 65_536
# Spans that a collector keeps which is to be full.
ROOM = 10


def run(programs, folder):
    problems = []
    spans = 0
    with collector.Collector(os.path.join(programs, "fake-collector"), "--max-body", str(LIMIT)) as running:
        for receiver in ("otlp-grpc", "otlp"):
            target = trials.target(running.endpoints[receiver])
            said, found = judged(target, "calls", LIMIT)
            spans += said
            problems += [f"{receiver}: {problem}" for problem in found]
        counts = running.counts_with(spans)
        # Calls that were refused hold no span; calls that their caller gave up had none.
        if counts["spans"] != spans:
            problems.append(f"{counts['spans']} spans taken, {spans} sent")
        status, summary = running.end()
        if status != 0:
            problems.append(f"fake-collector ended with {status}\n{summary}")
    with collector.Collector(os.path.join(programs, "fake-collector"), "--max-spans", str(ROOM)) as full:
        _, found = judged(trials.target(full.endpoints["otlp-grpc"]), "full", ROOM)
        problems += [f"full: {problem}" for problem in found]
        if full.counts()["spans"] != ROOM:
            problems.append(f"full: {full.counts()['spans']} spans taken, {ROOM} fit")
    return f"{spans} spans taken, the rest refused with the statuses of gRPC", problems


def judged(target, what, limit):
    """The number of spans that were said to be taken, and problems."""
    lines, complaints = trials.lines_of("grpc_calls_client.py", target, what, limit)
    ends = [line["spans"] for line in lines if "spans" in line]
    problems = complaints + [line["problem"] for line in lines if "problem" in line]
    return sum(ends), problems + ([] if ends else ["did not come to the end"])
