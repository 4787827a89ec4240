"""The program fake-collector: every form on a free port, until it is left."""

import json
import subprocess
import time
import urllib.request

DEADLINE_SECONDS = 10
WITHOUT_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class NotStarted(Exception):
    """With what the program said."""


class Collector:
    def __init__(self, program, *options):
        """Later options count: `--port FORM=N` puts a form on a port of its own."""
        self.process = subprocess.Popen(
            [program, "--port", "all=0", "--stats", "0", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        # The stats come last. A program that ends closes its output.
        self.endpoints = {}
        while "stats" not in self.endpoints:
            line = self.process.stdout.readline()
            if not line:
                raise NotStarted(f"fake-collector could not start\n{self.process.communicate()[1]}")
            name, _, endpoint = line.strip().partition(": ")
            self.endpoints[name] = endpoint.split(" ")[0]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()

    def counts(self):
        with self.get("stats") as answer:
            return json.load(answer)

    def spans(self):
        """Every span that it holds, as docs/REPORT-FORMAT.md describes them."""
        with self.get("spans") as answer:
            return [json.loads(line) for line in answer]

    def get(self, name):
        return WITHOUT_PROXY.open(self.endpoints["stats"] + name, timeout=10)

    def counts_with(self, spans):
        """Its counts when so many spans have come, or at the deadline: datagrams are sent before they are taken."""
        deadline = time.monotonic() + DEADLINE_SECONDS
        while True:
            counts = self.counts()
            if counts["spans"] >= spans or time.monotonic() > deadline:
                return counts
            time.sleep(0.02)

    def end(self):
        """Its exit status and its summary."""
        self.process.terminate()
        summary, errors = self.process.communicate(timeout=DEADLINE_SECONDS)
        return self.process.returncode, summary + errors


def problems(counts, sent):
    """What its counts say against what was sent: lists of spans by receiver."""
    found = []
    total = sum(map(len, sent.values()))
    if counts["spans"] != total:
        found.append(f"{counts['spans']} spans taken, {total} sent")
    for receiver, spans in sent.items():
        taken = counts["receivers"].get(receiver, {"spans": 0})["spans"]
        if taken != len(spans):
            found.append(f"{receiver}: {taken} spans taken, {len(spans)} sent")
    traces = {span["trace_id"] for spans in sent.values() for span in spans}
    if counts["traces"] != len(traces):
        found.append(f"{counts['traces']} traces, {len(traces)} sent")
    for member in ("refused", "malformed", "incomplete", "unanswered", "dropped", "evictedSpans"):
        if counts[member]:
            found.append(f"{member}: {counts[member]}")
    for receiver, datagrams in counts["datagrams"].items():
        if datagrams["refused"] or datagrams["droppedByKernel"]:
            found.append(f"{receiver}: datagrams lost: {datagrams}")
    return found
