"""Calls as gRPC's own library makes them: what is taken, how it is refused, deadlines, cancellation, health."""

import os

import collector
import trials

NAME = "grpcio's calls"
# Bytes of one body, the prefix of its message included.
LIMIT = 65_536


def run(programs, folder):
    problems = []
    spans = 0
    with collector.Collector(os.path.join(programs, "fake-collector"), "--max-body", str(LIMIT)) as running:
        for receiver in ("otlp-grpc", "otlp"):
            target = trials.target(running.endpoints[receiver])
            lines, complaints = trials.lines_of("grpc_calls_client.py", target, LIMIT)
            problems += complaints
            problems += [f"{receiver}: {line['problem']}" for line in lines if "problem" in line]
            ends = [line for line in lines if "spans" in line]
            problems += [] if ends else [f"{receiver}: did not come to the end"]
            spans += sum(end["spans"] for end in ends)
        counts = running.counts_with(spans)
        # Calls that were refused hold no span; calls that their caller gave up had none.
        if counts["spans"] != spans:
            problems.append(f"{counts['spans']} spans taken, {spans} sent")
        status, summary = running.end()
        if status != 0:
            problems.append(f"fake-collector ended with {status}\n{summary}")
    return f"{spans} spans taken, the rest refused with the statuses of gRPC", problems
