"""What a client says it sent: a JSON object for each span, a line each, on stdout.

The members are those of a line of `GET /spans` (docs/REPORT-FORMAT.md, "A span"), as the client knows them before it
encodes, with these differences: `attributes` is an object with values of their own types, everywhere; a link has
`is_remote`, and a span `parent_is_remote`, in the place of `flags`. A member is left out when the client does not know
it, and `is_partial` says that there may be attributes that it does not know. A span that was made and must not be sent
has the member `unsampled`.
"""

import json


def span(**members):
    print(json.dumps(members), flush=True)


def unsampled(trace_id, span_id=None):
    """Without a span id for every span of the trace."""
    span(trace_id=trace_id, span_id=span_id, unsampled=True)
