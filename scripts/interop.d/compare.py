"""Spans that a client says it sent against spans that were collected."""

import json
from collections import defaultdict


def problems(sent, collected, form):
    """A line for each way in which they differ; the collected ones are those of the client's services."""
    found = []
    by_trace = defaultdict(list)
    for span in collected:
        by_trace[span["service"], span["trace_id"]].append(span)
    for span in sent:
        candidates = by_trace[span["service"], span["trace_id"]]
        # A client that does not know the span's own id knows its trace to have no other.
        match = next((one for one in candidates if one["span_id"] == span.get("span_id", one["span_id"])), None)
        if match is None:
            found.append(f"{title(span)}: was sent and is not there")
            continue
        candidates.remove(match)
        found += [f"{title(span)}: {difference}" for difference in differences(span, match, form)]
    for rest in by_trace.values():
        found += [f"{title(span)}: is there and was not sent" for span in rest]
    return found


def leaked(unsampled, collected):
    """A line for each span that is there though it was not sampled."""
    ids = {(span["trace_id"], span["span_id"]) for span in unsampled}
    return [
        f"{title(span)}: is there and was not sampled" for span in collected
        if (span["trace_id"], span["span_id"]) in ids or (span["trace_id"], None) in ids
    ]


def title(span):
    return f"{span['service']} {span['trace_id']}/{span.get('span_id') or '?'} {span.get('name', '')!r}"


def differences(sent, collected, form):
    expected = dict(sent)
    if not form.has_kind or (sent["kind"] == "INTERNAL" and not form.has_internal):
        expected["kind"] = "UNSPECIFIED"
    if form.has_swapped_span_ids and sent["parent_span_id"]:
        expected["parent_span_id"] = bytes.fromhex(sent["parent_span_id"])[::-1].hex()
    for member in ("parent_span_id", "kind", "name", "status", "status_message"):
        if member in expected and expected[member] != collected[member]:
            yield f"{member} {collected[member]!r}, sent {expected[member]!r}"
    for member in ("start_unix_nanos", "duration_nanos"):
        if member in expected and not is_near(expected[member], time_of(collected, member, form), form):
            yield f"{member} {collected[member]}, sent {expected[member]}"
    attributes = dict(sent["attributes"], **(added_tags(sent) if form.adds_tags else {}))
    yield from attribute_differences(
        attributes, collected["attributes"], form, "attribute", is_partial=sent.get("is_partial", False))
    if "events" in sent:
        yield from event_differences(sent["events"], collected["events"], form)


def time_of(collected, member, form):
    if member == "duration_nanos" and collected[member] is None and not form.has_zero_durations:
        return 0
    return collected[member]


def is_near(sent, collected, form):
    return collected is not None and abs(sent - collected) <= form.nanos


def added_tags(sent):
    name, version = sent["scope"]
    return {
        "service.name": sent["service"], "otel.scope.name": name, "otel.scope.version": version,
        # What the scope was called before.
        "otel.library.name": name, "otel.library.version": version,
    }


def attribute_differences(sent, pairs, form, kind, is_partial=False):
    collected = dict(pairs)
    if len(collected) < len(pairs):
        yield f"{kind} keys that repeat: {sorted(key for key, _ in pairs)}"
    expected = {key: form.text(value) for key, value in sent.items()}
    for key, value in expected.items():
        if collected.get(key) != value:
            yield f"{kind} {key} is {shown(collected.get(key))}, sent {shown(value)}"
    if not is_partial:
        for key in sorted(collected.keys() - expected.keys()):
            yield f"{kind} {key} was not sent"


def event_differences(sent, collected, form):
    if len(sent) != len(collected):
        yield f"{len(collected)} events, sent {len(sent)}"
        return
    if form.are_events_json:
        sent = [
            dict(event, name=json.dumps({event["name"]: event["attributes"]}, sort_keys=True), attributes={})
            for event in sent
        ]
    # Sent in the order of their times, which is the order that Zipkin brings annotations into.
    for expected, event in zip(sent, collected):
        if expected["name"] != event["name"]:
            yield f"event {event['name']!r}, sent {expected['name']!r}"
        if not is_near(expected["time_unix_nanos"], event["time_unix_nanos"], form):
            yield f"event {event['name']!r} at {event['time_unix_nanos']}, sent {expected['time_unix_nanos']}"
        yield from attribute_differences(
            expected["attributes"], event["attributes"], form, f"event {event['name']!r}: attribute")


def shown(text):
    if text is None:
        return "missing"
    return repr(text) if len(text) <= 60 else f"{text[:60]!r}… ({len(text)} characters)"
