# Whoever asks a hub over HTTP at once: doors with their journals, and people beside them.
import asyncio
import json
import random
import time

from journals import MOST_LINES


class Caller:
    """One connection that is kept, as a door keeps its own; opened again where it was closed."""

    def __init__(self, port, token):
        self.port, self.token = port, token
        self.reader = self.writer = None

    async def ask(self, method, path, body=b"", kind="application/json"):
        """Status, fields and text of the answer."""
        head = (f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self.token}\r\n"
                f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n").encode()
        for is_again in False, True:
            if not self.writer:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 22)
            try:
                self.writer.write(head + body)
                lines = (await self.reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
                break
            except (asyncio.IncompleteReadError, ConnectionError):
                self.close()
                if is_again:
                    raise
        fields = {key.lower(): value.strip() for key, _, value in (line.partition(":") for line in lines[1:])}
        text = await self.reader.readexactly(int(fields.get("content-length", 0)))
        if fields.get("connection") == "close":
            self.close()
        return int(lines[0].split()[1]), fields, text

    def close(self):
        if self.writer:
            self.writer.close()
        self.reader = self.writer = None


class Drain:
    """Doors that come back all at once, each with all that it has, until the hub has everything."""

    def __init__(self, port, tokens, journals):
        self.doors = [(Caller(port, tokens[journal.room]), journal) for journal in journals]
        self.answers, self.busy, self.kinds, self.waits = 0, 0, {}, []

    async def send(self, caller, journal, count):
        body, sent = journal.body(count)
        began = time.monotonic()
        status, fields, text = await caller.ask("POST", "/api/v1/sync/entries", body, "application/x-ndjson")
        if status in (429, 503):
            # BackOff.swift: what is asked for, and by chance up to a second and a quarter of that.
            self.busy += 1
            asked = float(fields["retry-after"])
            await asyncio.sleep(asked + random.random() * min(2 ** journal.failures, 1 + asked / 4))
            journal.failures += 1
            return False
        if status != 200:
            raise SystemExit(f"room {journal.room}: {status} {text[:300]}")
        answer = json.loads(text)["data"]
        self.waits.append(time.monotonic() - began)
        self.answers += sent > 0
        journal.failures = 0
        journal.acked = answer["high_water"]
        for result in answer["results"]:
            kind = result["disposition"]
            self.kinds[kind] = self.kinds.get(kind, 0) + 1
            if kind in ("quarantined", "fork"):
                raise SystemExit(f"room {journal.room}: {result}")
        return True

    async def door(self, caller, journal):
        while not await self.send(caller, journal, 0):
            pass
        while journal.acked < len(journal.lines):
            await self.send(caller, journal, MOST_LINES)
        caller.close()

    async def run(self):
        """How many seconds it took."""
        began = time.monotonic()
        await asyncio.gather(*(self.door(*door) for door in self.doors))
        return time.monotonic() - began


class Beside:
    """What people ask at a steady pace while something else goes on, and how long each waits."""

    def __init__(self, every):
        self.every, self.waits, self.refused = every, [], 0

    async def ask(self, caller, method, path, body=b""):
        began = time.monotonic()
        status, _, text = await caller.ask(method, path, body)
        self.waits.append(time.monotonic() - began)
        if status != 200:
            self.refused += 1

    async def run(self, asks):
        """Until cancelled; `asks` are (caller, method, path, body), each at its own pace."""
        async def one(ask):
            while True:
                began = time.monotonic()
                await self.ask(*ask)
                await asyncio.sleep(max(0, self.every - (time.monotonic() - began)))
        try:
            await asyncio.gather(*map(one, asks))
        finally:
            for caller, *_ in asks:
                caller.close()

    def percentile(self, share):
        """In milliseconds."""
        waits = sorted(self.waits)
        return waits[min(len(waits) - 1, int(len(waits) * share))] * 1000 if waits else float("nan")


async def beside(work, *others):
    """Runs work, and the others until it is done; each of those is (Beside, asks)."""
    tasks = [asyncio.create_task(one.run(asks)) for one, asks in others]
    try:
        return await work
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
