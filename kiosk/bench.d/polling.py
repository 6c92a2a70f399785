# What it costs a hub that 500 doors ask every 25 seconds whether there is anything new, and there is not; each holds its
# question until then, and greets every quarter of an hour. The hub is that of drain.py.
import asyncio
import json
import os
import time

from askers import Caller
from hub import ROOMS, cpu, joined, name
from journals import Journal, text
from rig import Rig

GOAL = 5
WAIT, GREETING, SECONDS = 25, 900, 150


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


async def measured(pollers, service, server):
    await caught_up(pollers)
    before, began = (cpu([service.process.pid]), cpu(server.pids())), time.monotonic()
    await asyncio.gather(*(poller.run(place / len(pollers), began + SECONDS) for place, poller in enumerate(pollers)))
    seconds = time.monotonic() - began
    after = cpu([service.process.pid]), cpu(server.pids())
    return [(new - old) / seconds * 100 for new, old in zip(after, before)]


def main():
    rig = Rig("Polling")
    with joined(rig) as (hub, service, tokens):
        pollers = [Poller(service.port, tokens[room], room) for room in range(ROOMS)]
        print(f"told    {len(pollers)} doors ask for {SECONDS} s; load of the machine {os.getloadavg()[0]:.1f}", flush=True)
        ours, theirs = asyncio.run(measured(pollers, service, hub.server))
        rig.row("of a core, kiosk and postgres", f"{ours:.1f} + {theirs:.1f} %", f"at most {GOAL} %", ours + theirs <= GOAL)
        rig.zero("questions that found something new", sum(poller.news for poller in pollers),
                 sum(poller.asked for poller in pollers))
    rig.done()


main()
