# A network between doors and their hub that does what networks do: by chance a request never arrives, its answer is
# lost, cut, comes twice or an hour late, or somebody else answers.
import collections
import http.client
import random
import socket
import socketserver
import threading
import time

PORTAL = b"<!doctype html><title>Guest network</title><p>Please accept the terms."
# What may become of a request, and how often beside the others.
FAULTS = {"pass": 8, "refused": 3, "unheard": 3, "unanswered": 4, "twice": 3, "cut": 2, "portal": 2, "portal json": 1,
          "moved": 1, "busy": 2, "hung": 1, "late": 2}


class Proxy:
    """Listens on a port of its own. While `is_faulty`, each request meets a fault by chance; a `liar` says to doors'
    journals what a hub would say, and hands nothing on."""

    def __init__(self, seed, hung_seconds=2):
        self.hung_seconds = hung_seconds
        self.dice = random.Random(seed)
        self.lock = threading.Lock()
        self.is_faulty = self.is_down = self.is_lying = False
        self.hub_port = None
        self.met = collections.Counter()
        self.kept = []
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                outer.handle(self.request)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = daemon_threads = True
            request_queue_size = 128

            def handle_error(self, request, client_address):
                pass  # A door that is killed lets go of its connection.

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def fault(self):
        with self.lock:
            if self.is_down:
                return "refused"
            if not self.is_faulty:
                return "pass"
            return self.dice.choices(list(FAULTS), FAULTS.values())[0]

    def handle(self, connection):
        request = self.read(connection)
        if request is None:
            return
        method, path, fields, body = request
        fault = self.fault()
        self.met[fault] += 1
        if fault == "refused":
            return
        if fault == "unheard":
            time.sleep(self.dice.random())
            return
        if fault == "hung":
            time.sleep(self.hung_seconds)
            return
        if fault == "portal":
            return self.say(connection, 200, "text/html; charset=utf-8", PORTAL)
        if fault == "portal json":
            return self.say(connection, 200, "application/json", b'{"success":true,"data":{}}')
        if fault == "moved":
            return self.say(connection, 302, "text/html", PORTAL, "Location: http://192.0.2.1/login\r\n")
        if fault == "busy":
            return self.say(connection, 503, "text/plain", b"busy", "Retry-After: 1\r\n")
        if self.is_lying and method == "POST":
            return self.lie(connection, body)
        if fault == "late":
            # What was sent comes once more when nobody thinks of it any more.
            with self.lock:
                self.kept.append(request)
                old = self.kept.pop(self.dice.randrange(len(self.kept))) if len(self.kept) > 3 else None
            if old:
                self.ask(*old)
        answer = self.ask(method, path, fields, body)
        if fault == "twice":
            answer = self.ask(method, path, fields, body)
        if answer is None or fault == "unanswered":
            return
        status, kind, text, more = answer
        self.say(connection, status, kind, text, more, cut=fault == "cut")

    def lie(self, connection, body):
        import json
        lines = body.split(b"\n")
        head = json.loads(lines[0])
        said = {"hub_epoch": "0190a000-0000-7000-8000-000000000000", "nonce": head["nonce"],
                "high_water": head["after"] + len(lines) - 1, "results": [], "hub_time": int(time.time() * 1000)}
        self.say(connection, 200, "application/json", json.dumps({"data": said}).encode())

    def ask(self, method, path, fields, body):
        hub = http.client.HTTPConnection("127.0.0.1", self.hub_port, timeout=40)
        try:
            hub.request(method, path, body or None, fields)
            answer = hub.getresponse()
            text = answer.read()
            retry = answer.getheader("Retry-After")
            return answer.status, answer.getheader("Content-Type") or "", text, f"Retry-After: {retry}\r\n" if retry else ""
        except (OSError, http.client.HTTPException):
            return None
        finally:
            hub.close()

    @staticmethod
    def read(connection):
        """One request, whole; nothing where there is none."""
        try:
            data = b""
            while b"\r\n\r\n" not in data:
                more = connection.recv(65_536)
                if not more:
                    return None
                data += more
            head, body = data.split(b"\r\n\r\n", 1)
            first, *lines = head.decode("latin-1").split("\r\n")
            fields = dict(line.split(": ", 1) for line in lines if ": " in line)
            named = {name.lower(): value for name, value in fields.items()}
            while len(body) < int(named.get("content-length", 0)):
                more = connection.recv(65_536)
                if not more:
                    return None
                body += more
            method, path, _ = first.split(" ")
            passed = {name: value for name, value in fields.items()
                      if name.lower() not in ("host", "connection", "content-length", "transfer-encoding")}
            return method, path, passed, body
        except OSError:
            return None

    @staticmethod
    def say(connection, status, kind, body, more="", cut=False):
        head = (f"HTTP/1.1 {status} Said\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
                f"{more}Connection: close\r\n\r\n").encode()
        if status == 204:
            head, body = b"HTTP/1.1 204 Said\r\nConnection: close\r\n\r\n", b""
        try:
            connection.sendall(head + (body[:len(body) // 2] if cut else body))
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass
