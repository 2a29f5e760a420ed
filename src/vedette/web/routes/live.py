"""What is new, as it comes (server-sent events)."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from vedette.errors import VedetteError
from vedette.web.desk import Cut, Desk
from vedette.web.render import Asked, written

router = APIRouter()
MOST = 40
"""Streams at a time; who comes later asks again and again instead."""
TICK = 1.0
"""Seconds between two looks at the database, however many streams there are."""
BEAT = 15.0
"""Seconds after which a line is sent where nothing is new, so that nobody takes the line for dead."""
LIFE = 600.0
"""Seconds that a stream lives; the browser opens the next one itself."""
NAMED = 100
"""Ids of new incidents in one message at most."""


class Pulse:
    """The state of the database, looked up once a tick, and how many streams are open. Safe to use from several threads."""

    def __init__(self, desk: Desk, tick: float = TICK, most: int = MOST) -> None:
        self.desk, self.tick, self.most = desk, tick, most
        self.open = 0
        self.ending = threading.Event()
        self._lock = threading.Lock()
        self._stamp, self._at = "", float("-inf")

    def stamp(self) -> str:
        """A text that changes whenever the picture may have changed."""
        with self._lock:
            if time.monotonic() - self._at >= self.tick:
                self._stamp, self._at = "-".join(str(n) for n in self.desk.store.state()), time.monotonic()
            return self._stamp

    def enter(self) -> bool:
        """Take a place for a stream; False where all are taken."""
        with self._lock:
            if self.open >= self.most or self.ending.is_set():
                return False
            self.open += 1
            return True

    def leave(self) -> None:
        """Give the place back."""
        with self._lock:
            self.open -= 1


def pulse(request: Request) -> Pulse:
    """The one of this board."""
    state = request.app.state
    if getattr(state, "pulse", None) is None:
        state.pulse = Pulse(state.desk)
    made: Pulse = state.pulse
    return made


def told(desk: Desk, cut: Cut) -> frozenset[str]:
    """Ids of the incidents that the board lists."""
    return frozenset(i.id for i in desk.view(cut).told)


@router.get("/live.json")
def live_json(request: Request, cut: Asked) -> Response:
    """The state of the picture and its newest incidents, for who cannot hold a stream."""
    stamp = pulse(request).stamp()
    shown = request.app.state.desk.view(cut).told
    return written({"schema": 1, "stamp": stamp, "incidents": len(shown), "latest": [i.id for i in shown[:NAMED]]})


@router.get("/live")
async def live(request: Request, cut: Asked, stamp: str = "") -> Response:
    """A stream of changes: first `hello` with the state, then `change` with the state and the ids of incidents that are new.

    `stamp` is the state that the page shows: where it is another by now, a change comes at once. Refused with 503 where too many listen.
    """
    mine = pulse(request)
    await run_in_threadpool(request.app.state.desk.view, cut)  # an address that asks for what is not is refused before the stream begins
    if not mine.enter():
        raise HTTPException(503, "too many listen already; this page asks now and then instead", {"Retry-After": "30"})
    return StreamingResponse(_stream(request, cut, mine, stamp), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def _stream(request: Request, cut: Cut, mine: Pulse, seen: str) -> AsyncIterator[str]:
    desk: Desk = request.app.state.desk
    begun = beaten = time.monotonic()
    try:
        now = await run_in_threadpool(mine.stamp)
        known = await run_in_threadpool(told, desk, cut)
        yield f"retry: 3000\n{_event('hello', now, ())}"
        if seen and seen != now:
            yield _event("change", now, ())
        while time.monotonic() - begun < LIFE and not mine.ending.is_set() and not await request.is_disconnected():
            await asyncio.sleep(min(mine.tick, TICK))
            at = await run_in_threadpool(mine.stamp)
            if at != now:
                try:
                    ids = await run_in_threadpool(told, desk, cut)
                except VedetteError:  # the situation was removed meanwhile: the page says so when it is loaded again
                    ids = known
                new, known, now = sorted(ids - known), ids, at
                yield _event("change", now, tuple(new[:NAMED]))
            elif time.monotonic() - beaten > BEAT:
                yield ": still here\n\n"
            else:
                continue
            beaten = time.monotonic()
    finally:
        mine.leave()


def _event(name: str, stamp: str, new: tuple[str, ...]) -> str:
    return f"event: {name}\nid: {stamp}\ndata: {json.dumps({'stamp': stamp, 'new': list(new)})}\n\n"
