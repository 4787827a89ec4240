"""A run of the harness with clients in the place of a hop: what its collector took, span by span.

fake-collector tells counts alone; a kept run has the canonical reading of every span that the same collector took.
"""

import json
import os
import shlex
import subprocess
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
EXPORTS = {
    "zipkin": "zipkin-v2", "otlp": "otlp-protobuf", "jaeger-http": "jaeger-http", "jaeger-compact": "jaeger-compact",
}
# For all clients of a receiver, one after the other.
READY_SECONDS = 300


class NotRun(Exception):
    """The harness could not run or judge; with what it said."""


def run(harness, receiver, clients, folder):
    """What the clients, all of one receiver, say that they sent, by client, and every span that was collected."""
    kept = os.path.join(folder, f"run-{receiver}")
    plan, sent = os.path.join(folder, f"plan-{receiver}.json"), os.path.join(folder, f"sent-{receiver}")
    os.mkdir(sent)
    with open(plan, "w") as file:
        json.dump([client.command for client in clients], file)
    hop = " ".join(map(shlex.quote, [sys.executable, os.path.join(FOLDER, "hop.py")]))
    command = [
        harness, "verify", "--chain", os.path.join(FOLDER, "chain"), "--export", EXPORTS[receiver],
        "--only", "export/accepted", "--requests", "1", "--probes", "0", "--ready", str(READY_SECONDS),
        "--output", kept, "--hop", f"client=exec {hop} {{port}} {{collector}} {shlex.quote(plan)} {shlex.quote(sent)}",
    ]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise NotRun(f"harness verify ended with {done.returncode}\n{done.stdout}")
    of_client = [read_lines(os.path.join(sent, str(number))) for number in range(len(clients))]
    return of_client, read_lines(os.path.join(kept, "spans.jsonl"))


def read_lines(path):
    with open(path) as lines:
        return [json.loads(line) for line in lines]
