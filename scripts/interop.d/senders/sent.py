"""What a client says it sent: a JSON object for each span, a line each, on stdout.

The members are those of `spans.jsonl` of a kept run (docs/REPORT-FORMAT.md), but for `attributes`, which is an object
with values of their own types, and `scope`, its name and version. A member is left out when the client does not know
it, and `is_partial` says that there may be attributes that it does not know. A span that was made and must not be sent
has the member `unsampled`.
"""

import json


def span(**members):
    print(json.dumps(members), flush=True)


def unsampled(trace_id, span_id=None):
    """Without a span id for every span of the trace."""
    span(trace_id=trace_id, span_id=span_id, unsampled=True)
