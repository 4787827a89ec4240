"""Passes connections on to another port, and counts the bytes that go there."""

import socket
import threading


class Relay:
    def __init__(self, port):
        self.port_behind = port
        self.bytes = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.start(self.accept)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()

    def start(self, target, *arguments):
        threading.Thread(target=target, args=arguments, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.port_behind))
            self.start(self.copy, near, far, True)
            self.start(self.copy, far, near, False)

    def copy(self, source, sink, is_counted):
        try:
            while data := source.recv(65_536):
                self.bytes += len(data) if is_counted else 0
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            sink.close()
