"""The clients: what each sends with, where to, and what its form and its encoder do to a span."""

import json
import os
from dataclasses import dataclass, replace
from typing import Callable

import environments

SENDERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "senders")


# What becomes of the value of an attribute. Text alone, since that is what a kept run says of values.

def as_it_is(value):
    if isinstance(value, list):
        return "[" + ",".join(map(as_it_is, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def with_lists_as_json(value):
    if isinstance(value, list):
        return json.dumps([as_it_is(element) for element in value], separators=(",", ":"))
    return as_it_is(value)


def with_lists_as_tuples(value):
    return str(tuple(value)) if isinstance(value, list) else as_it_is(value)


@dataclass(frozen=True)
class Form:
    """What a form, and this exporter of it, makes of a span."""

    # Times may be off by so much: exporters cut or round to microseconds.
    nanos: int = 0
    text: Callable = as_it_is
    # The exporter adds tags that tell the resource and the scope.
    adds_tags: bool = False
    # Zipkin has no attributes of events: name and attributes become one JSON text.
    are_events_json: bool = False
    # Zipkin has no kind for what is neither called nor calling.
    has_internal: bool = True
    # The exporter writes no kind at all.
    has_kind: bool = True
    # Zipkin takes a duration of 0 for none.
    has_zero_durations: bool = True
    # The exporter writes ids of spans, but not of traces, with the lowest byte first.
    has_swapped_span_ids: bool = False


OTLP = Form()
JAEGER = Form(nanos=1000, text=with_lists_as_tuples, adds_tags=True)
ZIPKIN = Form(nanos=1000, has_internal=False, has_zero_durations=False)
OTEL_ZIPKIN = replace(ZIPKIN, text=with_lists_as_json, adds_tags=True, are_events_json=True)


@dataclass(frozen=True)
class Client:
    environment: str
    # The file in senders/, and its first argument.
    sender: str
    argument: str
    # What fake-collector calls the place where its form is taken.
    receiver: str
    form: Form

    @property
    def name(self):
        return f"{self.sender.removesuffix('_client.py')} {self.argument}"

    @property
    def command(self):
        """To be followed by the endpoint."""
        return [
            # Without -B it would write compiled files beside the sources.
            os.path.abspath(environments.python_of(self.environment)), "-B", os.path.join(SENDERS, self.sender),
            self.argument,
        ]


def opentelemetry(environment, argument, receiver, form):
    return Client(f"opentelemetry-{environment}", "opentelemetry_client.py", argument, receiver, form)


CLIENTS = [
    opentelemetry("otlp", "otlp", "otlp", OTLP),
    opentelemetry("otlp", "otlp-gzip", "otlp", OTLP),
    opentelemetry("zipkin", "zipkin-v1-json", "zipkin", replace(OTEL_ZIPKIN, has_kind=False)),
    opentelemetry("zipkin", "zipkin-v2-json", "zipkin", OTEL_ZIPKIN),
    opentelemetry("zipkin", "zipkin-v2-protobuf", "zipkin", OTEL_ZIPKIN),
    opentelemetry("jaeger", "jaeger-http", "jaeger-http", JAEGER),
    opentelemetry("jaeger", "jaeger-compact", "jaeger-compact", JAEGER),
    Client("py_zipkin-thrift", "py_zipkin_client.py", "v1-thrift", "zipkin", ZIPKIN),
    Client("py_zipkin", "py_zipkin_client.py", "v1-json", "zipkin", ZIPKIN),
    Client("py_zipkin", "py_zipkin_client.py", "v2-json", "zipkin", ZIPKIN),
    Client("py_zipkin", "py_zipkin_client.py", "v2-protobuf", "zipkin", ZIPKIN),
    Client("envoy", "envoy_client.py", "zipkin-json", "zipkin", ZIPKIN),
    Client("envoy", "envoy_client.py", "zipkin-protobuf", "zipkin", replace(ZIPKIN, has_swapped_span_ids=True)),
    Client("envoy", "envoy_client.py", "otlp", "otlp", OTLP),
]
