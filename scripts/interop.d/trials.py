"""What trials share: programs of their own that talk gRPC with ours."""

import json
import os
import subprocess

import environments
from clients import SENDERS

ENVIRONMENT = "opentelemetry-otlp-grpc"
DEADLINE_SECONDS = 120


class NotTried(Exception):
    """With what is missing."""


def environment(**more):
    """Without what would turn the programs elsewhere."""
    inherited = {
        name: value for name, value in os.environ.items()
        if not name.startswith("OTEL_") and not name.lower().endswith("_proxy")
    }
    return {**inherited, **more}


def target(endpoint):
    """Host and port."""
    return endpoint.removeprefix("http://").partition("/")[0]


def command(script, *arguments):
    python = os.path.abspath(environments.python_of(ENVIRONMENT))
    return [python, "-B", os.path.join(SENDERS, script), *map(str, arguments)]


def start(script, *arguments):
    return subprocess.Popen(
        command(script, *arguments), env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True)


def lines_of(script, *arguments):
    """The lines of JSON that it prints, and a complaint for everything else."""
    with start(script, *arguments) as process:
        return ended(process)


def ended(process):
    """As `lines_of`, of one that was started: its input ends here."""
    try:
        output, errors = process.communicate(timeout=DEADLINE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return [], [f"did not end in {DEADLINE_SECONDS} s"]
    complaints = [f"ended with {process.returncode}\n{errors}"] if process.returncode != 0 else []
    return [json.loads(line) for line in output.splitlines()], complaints
