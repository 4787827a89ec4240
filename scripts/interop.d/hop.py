"""A hop whose spans are those of real clients: runs every client, then serves until it is asked to end.

Arguments: PORT ENDPOINT PLAN SENT. PLAN is a JSON list of command lines, each to be followed by the endpoint; what each
says that it sent is written to a file in the folder SENT, by its number in the plan.
"""

import http.server
import json
import os
import signal
import subprocess
import sys


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def main(port, endpoint, plan, sent):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with open(plan) as file:
        commands = json.load(file)
    for number, command in enumerate(commands):
        with open(os.path.join(sent, str(number)), "w") as lines:
            done = subprocess.run(command + [endpoint], stdout=lines)
        if done.returncode != 0:
            sys.exit(f"ended with {done.returncode}: {' '.join(command)}")
    # The harness takes a hop for ready when its port answers, so everything is sent before the first request.
    http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Handler).serve_forever()


main(*sys.argv[1:])
