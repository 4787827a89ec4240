"""Spans that a client says it sent against spans that were collected."""

from collections import defaultdict

# Compared as they are, where the client knows them.
MEMBERS = (
    "trace_id_bits", "parent_span_id", "kind", "name", "status", "status_message", "local_endpoint",
    "remote_endpoint", "shared", "debug", "trace_state", "flags",
)


def problems(sent, collected, client):
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
        found += [f"{title(span)}: {difference}" for difference in differences(span, match, client)]
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


def differences(sent, collected, client):
    form = client.form
    expected = form.collected(sent)
    if (collected["receiver"], collected["form"]) != (client.receiver, client.format):
        yield f"came as {collected['form']} at {collected['receiver']}, sent as {client.format} to {client.receiver}"
    for member in MEMBERS:
        yield from difference(member, expected, collected)
    for member in ("start_unix_nanos", "duration_nanos"):
        if member in expected and not is_near(expected[member], time_of(collected, member, form), form):
            yield f"{member} {collected[member]}, sent {expected[member]}"
    yield from attribute_differences(
        expected["attributes"], collected["attributes"], "attribute", is_partial=sent.get("is_partial", False))
    for member in ("resource", "scope"):
        if member in expected:
            came = collected[member]
            if member == "resource" and form.repeats_service_name:
                came = without_second_name(came)
            yield from part_differences(member, expected[member], came)
    yield from list_differences(expected, collected, "events", form)
    yield from list_differences(expected, collected, "links", form)


def without_second_name(resource):
    """The resource with the name of the service once, where it is there twice and says the same."""
    names = [pair for pair in resource["attributes"] if pair[0] == "service.name"]
    if len(names) != 2 or names[0] != names[1]:
        return resource
    others = [pair for pair in resource["attributes"] if pair[0] != "service.name"]
    return {**resource, "attributes": [names[0], *others]}


def difference(member, expected, collected, where=""):
    if member in expected and expected[member] != collected[member]:
        yield f"{where}{member} {collected[member]!r}, sent {expected[member]!r}"


def time_of(collected, member, form):
    if member == "duration_nanos" and collected[member] is None and not form.has_zero_durations:
        return 0
    return collected[member]


def is_near(sent, collected, form):
    return collected is not None and abs(sent - collected) <= form.nanos


def part_differences(name, expected, collected, form=None):
    """Of what has attributes: a resource, a scope, an event, a link. The order of events is that of their times, into
    which Zipkin brings annotations, and they are sent in it."""
    for member in expected.keys() & collected.keys() - {"attributes", "time_unix_nanos"}:
        yield from difference(member, expected, collected, f"{name}: ")
    if "time_unix_nanos" in expected and not is_near(expected["time_unix_nanos"], collected["time_unix_nanos"], form):
        yield f"{name}: at {collected['time_unix_nanos']}, sent {expected['time_unix_nanos']}"
    yield from attribute_differences(expected["attributes"], collected["attributes"], f"{name}: attribute")


def list_differences(expected, collected, member, form):
    if member not in expected:
        return
    if len(expected[member]) != len(collected[member]):
        yield f"{len(collected[member])} {member}, sent {len(expected[member])}"
        return
    for number, (sent, came) in enumerate(zip(expected[member], collected[member])):
        yield from part_differences(f"{member}[{number}]", sent, came, form)


def attribute_differences(expected, pairs, kind, is_partial=False):
    collected = {key: value_of(value) for key, value in pairs}
    if len(collected) < len(pairs):
        yield f"{kind} keys that repeat: {sorted(key for key, _ in pairs)}"
    for key, value in expected.items():
        if key not in collected:
            yield f"{kind} {key} is missing, sent {shown(value)}"
        # As Python spells them, since 2 == 2.0 and True == 1.
        elif repr(collected[key]) != repr(value):
            yield f"{kind} {key} is {shown(collected[key])}, sent {shown(value)}"
    if not is_partial:
        for key in sorted(collected.keys() - expected.keys()):
            yield f"{kind} {key} was not sent"


def value_of(value):
    """A value of a line (docs/REPORT-FORMAT.md) as a value of its own type."""
    if isinstance(value, list):
        return [value_of(element) for element in value]
    if not isinstance(value, dict):
        return value
    [(type, content)] = value.items()
    if type == "map":
        return {key: value_of(entry) for key, entry in content}
    return {"int": int, "double": float, "bytes": bytes.fromhex}[type](content)


def shown(value):
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}… ({len(text)} characters)"
