"""Real clients send to fake-collector: every span must be there, equal to what was sent, and nothing else.

Exit status: 0 it is so, 1 it is not, 2 nothing could be tried.
"""

import json
import os
import subprocess
import sys
import tempfile

import collector
import compare
import environments
import grpc_calls
import grpc_hop
import grpc_restart
import nghttp2
import trials
from clients import CLIENTS

# What is tried with programs of their own, after the clients.
TRIALS = [grpc_calls, grpc_restart, nghttp2, grpc_hop]
WITHOUT_CLIENT = ["jaeger-binary", "zipkin-udp", "JSON at otlp"]
SHOWN_PROBLEMS = 10
DEADLINE_SECONDS = 120


def main(programs):
    try:
        with collector.Collector(os.path.join(programs, "fake-collector")) as running:
            taken = [client for client in CLIENTS if client.receiver in running.endpoints]
            ready = environments.prepare({client.environment for client in taken})
            clients = [client for client in taken if client.environment in ready]
            problems = run(running, clients)
        problems += sum(map(lambda trial: try_out(trial, programs), TRIALS))
    except (environments.Missing, collector.NotStarted) as missing:
        print(f"interop: {missing}", file=sys.stderr)
        return 2
    for client in CLIENTS:
        if client not in taken:
            print(f"left out: {client.name}, for which fake-collector has no receiver {client.receiver}")
        elif client not in clients:
            print(f"left out: {client.name}, which could not be installed")
    print("not tried, for want of a client: " + ", ".join(WITHOUT_CLIENT))
    print(f"{problems} problems" if problems else "every span that was sent is there, and equal")
    return 1 if problems else 0


def run(running, clients):
    """All clients, one after the other, at one collector; the number of problems."""
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        sent = [send(client, running.endpoints[client.receiver], folder) for client in clients]
        spans_by_receiver = {}
        for client, lines in zip(clients, sent):
            spans_by_receiver.setdefault(client.receiver, []).extend(sampled(lines))
        counts = running.counts_with(sum(map(len, spans_by_receiver.values())))
        collected = running.spans()
        for client, lines in zip(clients, sent):
            failures += judge(client, lines, collected)
        status, summary = running.end()
    print(indented(summary))
    services = {line["service"] for lines in sent for line in sampled(lines)}
    problems = [f"{compare.title(span)}: of no client" for span in collected if span["service"] not in services]
    problems += collector.problems(counts, spans_by_receiver)
    if len(collected) != counts["spans"]:
        problems.append(f"{len(collected)} lines at /spans, {counts['spans']} spans counted")
    if status != 0:
        problems.append(f"fake-collector ended with {status}")
    return failures + report(problems)


def try_out(trial, programs):
    """The number of its problems."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            done, problems = trial.run(programs, folder)
    except trials.NotTried as reason:
        print(f"left out: {trial.NAME}, {reason}")
        return 0
    print(f"  {trial.NAME}: {done}{'' if problems else ', as it should be'}", flush=True)
    return report(problems)


def send(client, endpoint, folder):
    """What the client says it sent. What went wrong is a line of its own: {"complaint": …}."""
    path = os.path.join(folder, "sent")
    complaint = None
    with open(path, "w") as lines:
        try:
            done = subprocess.run(
                client.command + [endpoint], env=trials.environment(), stdout=lines, stderr=subprocess.PIPE, text=True,
                timeout=DEADLINE_SECONDS)
            if done.returncode != 0:
                complaint = f"ended with {done.returncode}\n{done.stderr}"
        except subprocess.TimeoutExpired:
            complaint = f"did not end in {DEADLINE_SECONDS} s"
    with open(path) as text:
        lines = [json.loads(line) for line in text]
    return lines if complaint is None else lines + [{"complaint": complaint}]


def sampled(lines):
    return [line for line in lines if "unsampled" not in line and "complaint" not in line]


def judge(client, lines, collected):
    spans = sampled(lines)
    unsampled = [line for line in lines if "unsampled" in line]
    services = {span["service"] for span in spans}
    own = [span for span in collected if span["service"] in services]
    problems = [line["complaint"] for line in lines if "complaint" in line]
    problems += compare.problems(spans, own, client) + compare.leaked(unsampled, collected)
    if not spans:
        problems.append("sent nothing")
    print(f"  {client.name:36} {len(spans):4} sent, {len(own):4} there, {len(unsampled):2} not sampled"
          f"{'' if problems else ', equal'}", flush=True)
    return report(problems)


def report(problems):
    for problem in problems[:SHOWN_PROBLEMS]:
        print(indented(problem, "    ! "))
    if len(problems) > SHOWN_PROBLEMS:
        print(f"    and {len(problems) - SHOWN_PROBLEMS} more")
    return len(problems)


def indented(text, indent="  "):
    return "\n".join(indent + line for line in text.splitlines())


sys.exit(main(sys.argv[1]))
