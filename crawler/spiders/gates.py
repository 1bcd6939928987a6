"""Gates: one request in flight per host and a pause between two, whichever spiders of the process ask."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

Loop = asyncio.AbstractEventLoop


@dataclass(slots=True)
class Gate:
    """A host's: who passes holds the lock; `last` passed last, and was through at `ended` (monotonic seconds)."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    last: object = None
    ended: float = float("-inf")


_gates: WeakKeyDictionary[Loop, dict[str, Gate]] = WeakKeyDictionary()


@asynccontextmanager
async def through(host: str, who: object, delay: float) -> AsyncIterator[None]:
    """
    Wait for the host to be free, and hold it; after another visitor `delay` seconds later.

    Scrapy keeps the requests of one spider apart; two sources on one host are two spiders.
    """
    gate = _gates.setdefault(asyncio.get_running_loop(), {}).setdefault(host, Gate())
    async with gate.lock:
        wait = gate.ended + delay - time.monotonic()
        if wait > 0 and gate.last is not who:
            await asyncio.sleep(wait)
        try:
            yield
        finally:
            gate.last, gate.ended = who, time.monotonic()
