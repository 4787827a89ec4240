"""Real clients send to fake-collector and to the collector of a run: everything must be there, and equal.

Exit status: 0 it is, 1 it is not, 2 nothing could be tried.
"""

import os
import subprocess
import sys
import tempfile

import chain_run
import collector
import compare
import environments
from clients import CLIENTS

WITHOUT_CLIENT = ["jaeger-binary", "zipkin-udp", "JSON at otlp"]
SHOWN_PROBLEMS = 10
DEADLINE_SECONDS = 120


def main(programs):
    try:
        ready = environments.prepare()
        clients = [client for client in CLIENTS if client.environment in ready]
        with tempfile.TemporaryDirectory() as folder:
            problems = count(os.path.join(programs, "fake-collector"), clients, folder)
            problems += equal(os.path.join(programs, "harness"), clients, folder)
    except (environments.Missing, collector.NotStarted) as missing:
        print(f"interop: {missing}", file=sys.stderr)
        return 2
    for client in CLIENTS:
        if client not in clients:
            print(f"left out: {client.name}, which could not be installed")
    print("not tried, for want of a client: " + ", ".join(WITHOUT_CLIENT))
    print(f"{problems} problems" if problems else "every span that was sent is there, and equal")
    return 1 if problems else 0


def count(program, clients, folder):
    """All clients at one fake-collector: as many spans as were sent, and nothing refused or lost."""
    print("fake-collector: as many as were sent", flush=True)
    problems = []
    sent = {}
    with collector.Collector(program) as running:
        for client in clients:
            lines, complaint = send(client, running.endpoints[client.receiver], folder)
            sent.setdefault(client.receiver, []).extend(line for line in lines if not line.get("unsampled"))
            if complaint is not None:
                problems.append(f"{client.name} {complaint}")
        counts = running.counts_with(sum(map(len, sent.values())))
        problems += collector.problems(counts, sent)
        status, summary = running.end()
    print(indented(summary))
    if status != 0:
        problems.append(f"fake-collector ended with {status}")
    return report(problems)


def send(client, endpoint, folder):
    """What the client says it sent, and what went wrong, or None."""
    path = os.path.join(folder, "sent")
    complaint = None
    with open(path, "w") as lines:
        try:
            done = subprocess.run(
                client.command + [endpoint], env=environment(), stdout=lines, stderr=subprocess.PIPE, text=True,
                timeout=DEADLINE_SECONDS)
            if done.returncode != 0:
                complaint = f"ended with {done.returncode}\n{done.stderr}"
        except subprocess.TimeoutExpired:
            complaint = f"did not end in {DEADLINE_SECONDS} s"
    return chain_run.read_lines(path), complaint


def environment():
    """Without what would turn the clients elsewhere."""
    return {
        name: value for name, value in os.environ.items()
        if not name.startswith("OTEL_") and not name.lower().endswith("_proxy")
    }


def equal(program, clients, folder):
    """The same clients in the place of a hop: each span that was collected equals what was sent."""
    print("harness verify: equal to what was sent", flush=True)
    failures = 0
    for receiver in chain_run.EXPORTS:
        senders = [client for client in clients if client.receiver == receiver]
        try:
            sent, collected = chain_run.run(program, receiver, senders, folder)
        except chain_run.NotRun as error:
            failures += report([f"{receiver}: {error}"])
            continue
        for client, lines in zip(senders, sent):
            failures += judge(client, lines, collected)
        services = {line["service"] for lines in sent for line in lines if "service" in line}
        failures += report([
            f"{compare.title(span)}: of no client" for span in collected if span["service"] not in services])
    return failures


def judge(client, lines, collected):
    spans = [line for line in lines if not line.get("unsampled")]
    unsampled = [line for line in lines if line.get("unsampled")]
    services = {span["service"] for span in spans}
    own = [span for span in collected if span["service"] in services]
    problems = compare.problems(spans, own, client.form) + compare.leaked(unsampled, collected)
    if not spans:
        problems.append(f"{client.name} sent nothing")
    print(f"  {client.name:36} {len(spans):4} sent, {len(own):4} there, {len(unsampled):2} not sampled"
          f"{'' if problems else ', equal'}")
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
