"""The clients: what each sends with, where to, and what its form and its encoder do to a span."""

import os
from dataclasses import dataclass, replace

import environments
from forms import JAEGER, JAEGER_PROTOBUF, OTLP, ZIPKIN, ZIPKIN_V1, Form

SENDERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "senders")


@dataclass(frozen=True)
class Client:
    environment: str
    # The file in senders/, and its first argument.
    sender: str
    argument: str
    # What fake-collector calls the place where its form is taken, and the form.
    receiver: str
    format: str
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


def opentelemetry(environment, argument, receiver, format, form):
    return Client(f"opentelemetry-{environment}", "opentelemetry_client.py", argument, receiver, format, form)


def py_zipkin(argument, format, form=ZIPKIN, environment="py_zipkin"):
    return Client(environment, "py_zipkin_client.py", argument, "zipkin", format, form)


def envoy(argument, receiver, format, form):
    return Client("envoy", "envoy_client.py", argument, receiver, format, form)


OPENTELEMETRY_ZIPKIN = replace(ZIPKIN, are_events_json=True)
OPENTELEMETRY_ZIPKIN_V1 = replace(OPENTELEMETRY_ZIPKIN, has_kind=False)

CLIENTS = [
    opentelemetry("otlp", "otlp", "otlp", "otlp-protobuf", OTLP),
    opentelemetry("otlp", "otlp-gzip", "otlp", "otlp-protobuf", OTLP),
    # Both receivers of OTLP take both.
    opentelemetry("otlp", "otlp-at-grpc", "otlp-grpc", "otlp-protobuf", OTLP),
    opentelemetry("otlp-grpc", "otlp-grpc", "otlp-grpc", "otlp-grpc", OTLP),
    opentelemetry("otlp-grpc", "otlp-grpc-gzip", "otlp-grpc", "otlp-grpc", OTLP),
    opentelemetry("otlp-grpc", "otlp-grpc-at-http", "otlp", "otlp-grpc", OTLP),
    opentelemetry("otlp-grpc", "otlp-grpc-at-http-gzip", "otlp", "otlp-grpc", OTLP),
    opentelemetry("zipkin", "zipkin-v1-json", "zipkin", "zipkin-v1", OPENTELEMETRY_ZIPKIN_V1),
    opentelemetry("zipkin", "zipkin-v2-json", "zipkin", "zipkin-v2", OPENTELEMETRY_ZIPKIN),
    opentelemetry("zipkin", "zipkin-v2-protobuf", "zipkin", "zipkin-v2-protobuf", OPENTELEMETRY_ZIPKIN),
    opentelemetry("jaeger", "jaeger-http", "jaeger-http", "jaeger-http", JAEGER),
    opentelemetry("jaeger", "jaeger-compact", "jaeger-compact", "jaeger-compact", JAEGER),
    opentelemetry("jaeger-grpc", "jaeger-grpc", "jaeger-grpc", "jaeger-grpc", JAEGER_PROTOBUF),
    py_zipkin("v1-thrift", "zipkin-v1-thrift", replace(ZIPKIN_V1, has_zero_high_ids=False), "py_zipkin-thrift"),
    py_zipkin("v1-json", "zipkin-v1", ZIPKIN_V1),
    py_zipkin("v2-json", "zipkin-v2"),
    py_zipkin("v2-protobuf", "zipkin-v2-protobuf"),
    envoy("zipkin-json", "zipkin", "zipkin-v2", ZIPKIN),
    envoy("zipkin-protobuf", "zipkin", "zipkin-v2-protobuf", replace(ZIPKIN, has_swapped_span_ids=True)),
    envoy("otlp", "otlp", "otlp-protobuf", OTLP),
]
