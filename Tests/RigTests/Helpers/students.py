"""Plays a queue at a door: starts the program in a pseudo-terminal, sends cards as a reader does, and
says when each answer stood on the screen. The request comes on stdin as JSON."""
import fcntl
import json
import os
import pty
import random
import re
import select
import signal
import struct
import sys
import termios
import time

import pyte


class Door:
    def __init__(self, request):
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            size = struct.pack("HHHH", request["rows"], request["columns"], 0, 0)
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            os.execve(request["command"][0], request["command"], request["environment"])
        self.screen = pyte.Screen(request["columns"], request["rows"])
        self.stream = pyte.ByteStream(self.screen)
        # What came, and when; looked at when nothing is being sent.
        self.came = []
        # When the screen first said so many.
        self.answered = {}
        self.shown = None

    def wait(self, until):
        """Keeps what the program writes, up to a moment."""
        while (left := until - time.monotonic()) > 0:
            if select.select([self.terminal], [], [], left)[0]:
                chunk = os.read(self.terminal, 65536)
                self.came.append((time.monotonic(), chunk))

    def look(self):
        for moment, chunk in self.came:
            self.stream.feed(chunk)
            if found := re.search(r"(\d+) of \d+ present", "\n".join(self.screen.display)):
                self.shown = int(found[1])
                self.answered.setdefault(self.shown, moment)
        self.came = []

    def wait_for(self, count, seconds=30):
        deadline = time.monotonic() + seconds
        while self.shown != count and time.monotonic() < deadline:
            self.wait(time.monotonic() + 0.1)
            self.look()

    def end(self):
        os.kill(self.process, signal.SIGTERM)
        try:
            self.wait(time.monotonic() + 10)
        except OSError:
            pass  # The other end of the terminal is closed.
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


def main():
    request = json.load(sys.stdin)
    door = Door(request)
    door.wait_for(0)
    cards, byte = request["cards"], request["secondsPerByte"]
    chance = random.Random(request["seed"])
    burst = max(len(card) + 1 for card in cards) * request["reads"] * byte
    begin = time.monotonic()
    arrivals = sorted(chance.uniform(0, request["seconds"] - 3 * burst - 1) for _ in cards)
    ends, lines, due = [], 0, begin
    for card, arrival in zip(cards, arrivals):
        due = max(due, begin + arrival)
        for read in range(request["reads"]):
            for code in card.encode() + b"\r":
                door.wait(due)
                os.write(door.terminal, bytes([code]))
                due = max(due, time.monotonic() - byte) + byte
            if read == 0:
                ends.append(time.monotonic())
            lines += 1
    seconds = time.monotonic() - begin
    door.look()
    door.wait_for(len(cards))
    times = []
    for number, end in enumerate(ends, 1):
        moments = [moment for count, moment in door.answered.items() if count >= number]
        if moments:
            times.append(round((min(moments) - end) * 1000, 1))
    json.dump({
        "lines": lines, "seconds": seconds, "shown": door.shown or 0, "milliseconds": times,
        "status": door.end()}, sys.stdout)


main()
