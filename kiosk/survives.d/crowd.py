# Thousands of connections that mean no good, in a process of their own, so that their work is not in what is measured.
import multiprocessing
import os
import selectors
import socket
import struct
import time

ADDRESSES = 60
TICK_SECONDS = 0.1
TICKS_TO_RETURN = 10
TCP_REPAIR = 19
OPENING_AT_ONCE = 400

HEAD = "Host: x\r\nAuthorization: Bearer {token}\r\n"


def opening(kind, token, session):
    """What each kind of them says first; the slow ones go on with a byte at a time."""
    head = HEAD.format(token=token)
    events = f"GET /api/v1/checkin-sessions/{session}/events HTTP/1.1\r\n{head}\r\n"
    roster = f"GET /api/v1/checkin-sessions/{session}/roster HTTP/1.1\r\n{head}\r\n"
    toggle = f"POST /api/v1/checkin-sessions/{session}/toggle-status HTTP/1.1\r\n{head}"
    return {
        "idle": "", "kept alive": f"GET /healthz HTTP/1.1\r\n{head}\r\n",
        "slow head": "GET /healthz HTTP/1.1\r\nX-Slow: ",
        "slow body": toggle + "Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n{",
        "slow reader": roster, "slow document": f"GET /openapi-attendance.json HTTP/1.1\r\n{head}\r\n",
        "slow stream": events,
        "gone in a head": "GET /healthz HTT", "gone in a body": toggle + "Content-Length: 500\r\n\r\n{\"stu",
        "gone in an answer": roster, "gone in a stream": events,
    }[kind].encode()


class Caller:
    """One connection of one kind, from an address of its own part of the crowd."""

    def __init__(self, kind, number, port, first, deed):
        self.kind, self.first, self.deed = kind, first, deed
        self.socket = socket.socket()
        self.socket.setblocking(False)
        if self.reads_slowly:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        self.socket.bind((f"127.0.1.{1 + number % ADDRESSES}", 0))
        self.is_open, self.is_watched = False, True
        self.socket.connect_ex(("127.0.0.1", port))

    @property
    def reads_slowly(self):
        return self.kind in ("slow reader", "slow document", "slow stream")

    def vanish(self):
        """In one of three ways: says goodbye, breaks off, or is gone without a packet, as when a cable is pulled."""
        how = self.deed % 3
        if how == 1:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif how == 2 and os.geteuid() == 0:
            self.socket.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
        self.socket.close()


class Mob:
    """All of them, as the process that they are runs."""

    def __init__(self, port, kinds, token, session, pipe):
        self.port, self.kinds, self.pipe = port, kinds, pipe
        self.firsts = {kind: opening(kind, token, session) for kind in kinds}
        self.selector = selectors.DefaultSelector()
        self.wanted = [kind for kind, count in kinds.items() for _ in range(count)]
        self.callers, self.slow, self.again = set(), set(), []
        self.counts = {"connections": 0, "turned away": 0, "vanished": 0}
        self.made = self.opening = self.ticks = 0

    def call(self, kind):
        self.made += 1
        self.opening += 1
        caller = Caller(kind, self.made, self.port, self.firsts[kind], self.made)
        self.callers.add(caller)
        self.selector.register(caller.socket, selectors.EVENT_WRITE, caller)

    def drop(self, caller):
        self.opening -= not caller.is_open
        self.callers.discard(caller)
        self.slow.discard(caller)
        if caller.is_watched:
            self.selector.unregister(caller.socket)

    def opened(self, caller):
        if caller.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            return self.ended(caller)
        caller.is_open = True
        self.opening -= 1
        self.counts["connections"] += 1
        try:
            caller.socket.send(caller.first)
        except OSError:
            return self.ended(caller)
        if caller.kind.startswith("slow"):
            self.slow.add(caller)
        if caller.reads_slowly:
            self.selector.unregister(caller.socket)
            caller.is_watched = False
        else:
            self.selector.modify(caller.socket, selectors.EVENT_READ, caller)
        if caller.kind in ("gone in a head", "gone in a body"):
            self.go(caller)

    def go(self, caller):
        """Vanishes, and another comes in its place."""
        self.drop(caller)
        caller.vanish()
        self.counts["vanished"] += 1
        self.again.append(caller.kind)

    def ended(self, caller):
        self.drop(caller)
        caller.socket.close()
        self.counts["turned away"] += 1
        self.again.append(caller.kind)

    def heard(self, caller):
        """An answer, or an end."""
        try:
            heard = caller.socket.recv(4096)
        except OSError:
            heard = b""
        if not heard:
            self.ended(caller)
        elif caller.kind.startswith("gone"):
            self.go(caller)

    def creep(self):
        """A byte from, or for, each of the slow; once a second whoever went comes again."""
        self.ticks += 1
        if self.ticks % TICKS_TO_RETURN == 0:
            self.wanted += self.again
            self.again = []
        for caller in list(self.slow):
            try:
                if not caller.reads_slowly:
                    caller.socket.send(b"a")
                elif not caller.socket.recv(1):
                    self.ended(caller)
            except BlockingIOError:
                pass
            except OSError:
                self.ended(caller)

    def run(self):
        crept = time.monotonic()
        while True:
            while self.wanted and self.opening < OPENING_AT_ONCE:
                self.call(self.wanted.pop())
            for key, _ in self.selector.select(TICK_SECONDS / 2):
                caller = key.data
                if caller not in self.callers:
                    continue
                self.heard(caller) if caller.is_open else self.opened(caller)
            if time.monotonic() - crept >= TICK_SECONDS:
                crept = time.monotonic()
                self.creep()
            if self.pipe.poll():
                if self.pipe.recv() == "leave":
                    return self.leave()
                held = sum(caller.is_open for caller in self.callers)
                self.pipe.send(self.counts | {"held": held})

    def leave(self):
        for caller in list(self.callers):
            self.drop(caller)
            caller.vanish()
        self.pipe.send("left")


class Crowd:
    """The mob, held from outside. `kinds` says how many there are of each."""

    def __init__(self, port, kinds, token, session):
        self.pipe, theirs = multiprocessing.Pipe()
        # Who comes to vanish is held by nobody.
        self.size = sum(count for kind, count in kinds.items() if not kind.startswith("gone"))
        context = multiprocessing.get_context("fork")
        self.process = context.Process(
            target=lambda: Mob(port, kinds, token, session, theirs).run(), daemon=True)
        self.process.start()

    def counts(self):
        self.pipe.send("counts")
        return self.pipe.recv()

    def gathered(self, within=120):
        """Waits until 97 in a hundred are held at once, as some always come and go; what there is after that time."""
        deadline = time.monotonic() + within
        while (counts := self.counts())["held"] < 0.97 * self.size and time.monotonic() < deadline:
            time.sleep(0.05)
        return counts

    def leave(self):
        self.pipe.send("leave")
        self.pipe.recv()
        self.process.join(30)
