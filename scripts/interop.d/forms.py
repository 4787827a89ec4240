"""What the forms, and the clients' encoders of them, make of a span: from what was sent to what has to be collected."""

import json
from dataclasses import dataclass, replace
from typing import Callable

NO_RESOURCE = {"attributes": {}, "schema_url": ""}
NO_SCOPE = {"name": "", "version": "", "attributes": {}, "schema_url": ""}


# What becomes of the value of an attribute.

def as_it_is(value):
    return value


def with_lists_as_tuples(value):
    return str(tuple(value)) if isinstance(value, list) else value


def with_zeros_as_default(value):
    """Protobuf leaves out what is 0, of which -0 is one."""
    return 0.0 if isinstance(value, float) and value == 0 else with_lists_as_tuples(value)


def as_text(value):
    """Zipkin has texts alone; of lists OpenTelemetry's exporter makes JSON."""
    if isinstance(value, list):
        return json.dumps([as_text(element) for element in value], separators=(",", ":"))
    return str(value).lower() if isinstance(value, bool) else str(value)


# What becomes of a link.

def otlp_link(link):
    # This exporter writes no trace states of links, and of their flags the two that tell whether it is remote.
    return {**link, "trace_state": "", "kind": "link", "flags": remote_flags(link["is_remote"])}


def jaeger_link(link):
    """A reference, which has ids alone."""
    return {**link, "trace_state": "", "kind": "follows_from", "flags": 0, "attributes": {}}


def remote_flags(is_remote):
    """OTLP, SpanFlags: 0x100 says that 0x200 is known."""
    return 0x300 if is_remote else 0x100


@dataclass(frozen=True)
class Form:
    # Times may be off by so much: exporters cut or round to microseconds.
    nanos: int = 0
    value: Callable = as_it_is
    # None: the form has no links.
    link: Callable | None = None
    # Resource and scope are parts of their own; else the exporter adds tags that tell them.
    has_senders: bool = False
    # A resource that is the name of the service alone, as Jaeger's process.
    has_process: bool = False
    # The process has the attributes of the resource, too.
    has_process_tags: bool = False
    # And says the name of the service twice.
    repeats_service_name: bool = False
    has_trace_state: bool = False
    # From whether the parent is remote, and for a form that has no flags.
    flags: Callable = lambda is_remote: 0
    # 64 bits of zeros in front of a trace id are not told from none.
    has_zero_high_ids: bool = True
    # Zipkin's endpoints, the mark of a half of a span, and what stands for a sampling decision.
    has_endpoints: bool = False
    has_shared: bool = False
    has_debug: bool = False
    # Version 1 says "shared" by leaving out times, and a duration of 0 is left out, too.
    shares_without_duration: bool = False
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

    def collected(self, sent):
        """What has to be collected of a span: the members of its line, with attributes as they are sent. A member that
        the client does not know is missing."""
        span = dict(sent)
        span["kind"] = self.kind(sent["kind"])
        if self.has_swapped_span_ids and sent["parent_span_id"]:
            span["parent_span_id"] = bytes.fromhex(sent["parent_span_id"])[::-1].hex()
        span["attributes"] = self.values({**sent["attributes"], **self.added_tags(sent)})
        if "events" in sent:
            span["events"] = [{**event, **self.event(event)} for event in sent["events"]]
        if "links" in sent:
            span["links"] = [{**made, "attributes": self.values(made["attributes"])} for made in self.links(sent)]
        self.set_senders(span, sent)
        if "parent_is_remote" in sent:
            span["flags"] = self.flags(sent["parent_is_remote"])
        if not self.has_zero_high_ids and sent["trace_id"].startswith("0" * 16):
            span["trace_id_bits"] = 64
        if self.shares_without_duration and sent["kind"] == "SERVER" and sent["duration_nanos"] == 0:
            span["shared"] = True
        for member, is_there, nothing in (
            ("trace_state", self.has_trace_state, ""), ("shared", self.has_shared, False),
            ("debug", self.has_debug, False), ("local_endpoint", self.has_endpoints, None),
            ("remote_endpoint", self.has_endpoints, None),
        ):
            if not is_there:
                span[member] = nothing
        return span

    def kind(self, kind):
        return "UNSPECIFIED" if not self.has_kind or (kind == "INTERNAL" and not self.has_internal) else kind

    def values(self, attributes):
        return {key: self.value(value) for key, value in attributes.items()}

    def event(self, event):
        if not self.are_events_json:
            return {"attributes": self.values(event["attributes"])}
        return {"name": json.dumps({event["name"]: event["attributes"]}, sort_keys=True), "attributes": {}}

    def links(self, sent):
        return map(self.link, sent["links"]) if self.link else []

    def set_senders(self, span, sent):
        if self.has_senders:
            return
        # What is not known of a form that has none is known: nothing.
        span["scope"] = NO_SCOPE
        span["resource"] = NO_RESOURCE
        if self.has_process:
            tags = self.values(sent["resource"]["attributes"]) if self.has_process_tags else {}
            span["resource"] = {"attributes": {**tags, "service.name": span["service"]}, "schema_url": ""}

    def added_tags(self, sent):
        if self.has_senders or "scope" not in sent:
            return {}
        name, version = sent["scope"]["name"], sent["scope"]["version"]
        return {
            **sent["resource"]["attributes"],
            "otel.scope.name": name, "otel.scope.version": version,
            # What the scope was called before.
            "otel.library.name": name, "otel.library.version": version,
        }


OTLP = Form(link=otlp_link, has_senders=True, has_trace_state=True, flags=remote_flags)
JAEGER = Form(
    nanos=1000, value=with_lists_as_tuples, link=jaeger_link, has_process=True, has_zero_high_ids=False,
    # Its flags are those of W3C: sampled.
    flags=lambda is_remote: 1)
# It writes the resource as tags of the process, the name of the service among them once more, and ids of 16 bytes always,
# as Jaeger does those of 64 bits.
JAEGER_PROTOBUF = replace(
    JAEGER, value=with_zeros_as_default, has_process_tags=True, repeats_service_name=True)
ZIPKIN = Form(
    nanos=1000, value=as_text, has_endpoints=True, has_shared=True, has_debug=True, has_internal=False,
    has_zero_durations=False)
ZIPKIN_V1 = replace(ZIPKIN, shares_without_duration=True)
