# What it costs a hub that 500 doors ask every 25 seconds whether there is anything new, and there is not; each holds
# its question until then, and greets every quarter of an hour. The hub is that of drain.py.
import asyncio
import json
import os
import time

from askers import Caller
from figures import Goal
from hub import ROOMS, joined, name
from journals import Journal, text
from processes import cpu

WAIT, GREETING, SECONDS, ROUNDS = 25, 900, 75, 3


class Poller:
    """A door that holds all that there is for its room, and goes on asking."""

    def __init__(self, port, token, room):
        self.caller = Caller(port, token)
        self.journal = Journal(room, "", lessons=0)
        self.scope = "room:" + text(name("classroom", "B", str(room)))
        self.epoch, self.after, self.asked, self.news = None, 0, 0, 0

    async def greet(self):
        body, _ = self.journal.body(0)
        status, _, answer = await self.caller.ask("POST", "/api/v1/sync/entries", body, "application/x-ndjson")
        if status != 200:
            raise SystemExit(f"a greeting was answered with {status}: {answer[:300]}")
        self.epoch = json.loads(answer)["data"]["hub_epoch"]

    async def feed(self, wait):
        status, _, answer = await self.caller.ask(
            "GET", f"/api/v1/sync/feed?scope={self.scope}&after={self.after}&epoch={self.epoch}&wait={wait}")
        if status == 200:
            self.after = json.loads(answer)["data"]["next"]
        elif status != 204:
            raise SystemExit(f"the feed was answered with {status}: {answer[:300]}")
        return status

    async def catch_up(self):
        """Everything that there is for the room; the first that asks has it worked out."""
        await self.greet()
        while await self.feed(0) == 200:
            pass

    async def run(self, place, until):
        # Doors begin at any time, and not all at once.
        await asyncio.sleep(WAIT * place)
        greeted = time.monotonic() - GREETING * place
        while time.monotonic() < until:
            if time.monotonic() - greeted > GREETING:
                await self.greet()
                greeted = time.monotonic()
            self.news += await self.feed(WAIT) == 200
            self.asked += 1


async def caught_up(pollers):
    gate = asyncio.Semaphore(4)

    async def one(poller):
        async with gate:
            await poller.catch_up()
    await asyncio.gather(*map(one, pollers))


async def polled(pollers, pids, seconds):
    """What each process used of a core, in percent, in so many seconds."""
    before, began = [cpu(each) for each in pids], time.monotonic()
    await asyncio.gather(*(poller.run(place / len(pollers), began + seconds) for place, poller in enumerate(pollers)))
    passed = time.monotonic() - began
    return [(cpu(each) - old) / passed * 100 for each, old in zip(pids, before)]


async def greeted(pollers, pid, count, seconds):
    """The same for as many hellos of the service, at the same pace."""
    before, began = cpu([pid]), time.monotonic()
    for place in range(count):
        await asyncio.sleep(max(0, began + place * seconds / count - time.monotonic()))
        await pollers[place % len(pollers)].caller.ask("GET", "/healthz")
    return (cpu([pid]) - before) / (time.monotonic() - began) * 100


async def measured(pollers, pids):
    await caught_up(pollers)
    used = [await polled(pollers, pids, SECONDS) for _ in range(ROUNDS)]
    count = sum(poller.asked for poller in pollers) // ROUNDS
    return used, [await greeted(pollers, pids[0][0], count, SECONDS)]


def measure(suite, _):
    with joined(suite) as (hub, service, tokens):
        pollers = [Poller(service.port, tokens[room], room) for room in range(ROOMS)]
        pids = [service.process.pid], hub.server.pids()
        suite.say(f"{len(pollers)} doors ask, {ROUNDS} times {SECONDS} s; load of the machine {os.getloadavg()[0]:.1f}")
        used, hello = asyncio.run(measured(pollers, pids))
        suite.figure(f"{ROOMS} doors that find nothing new, of a core", "%", [ours + theirs for ours, theirs in used],
                     "as many hellos", hello, Goal("seen", 5))
        suite.figure("the service alone", "%", [ours for ours, _ in used], "as many hellos", hello)
        suite.zero("questions that found something new", sum(poller.news for poller in pollers),
                   sum(poller.asked for poller in pollers))
