"""How a watch is paced: its settings, its clock, and whether the network is there."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime


class Clock:
    """The time of day, which may jump, and a count of seconds, which does not."""

    def now(self) -> datetime:
        """This moment, UTC."""
        return datetime.now(UTC)

    def mono(self) -> float:
        """Seconds since some moment, which never go back."""
        return time.monotonic()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the watch is kept; times are in seconds."""

    every: float = 900.0
    """Between two looks at a source that says nothing else."""
    workers: int = 4
    """Sources looked at together, of as many hosts."""
    batch: int = 8
    """Reports read together."""
    queue: int = 32
    """Reports that wait in memory to be read."""
    turn: int = 25
    """Items of one source taken before others have their turn."""
    backlog: int = 2000
    """Items of one source that wait, from which on it is not looked at for more."""
    tick: float = 1.0
    """Between two decisions on what is due."""
    gap: float = 5.0
    """Between two pictures drawn, at least, and at least four times as long as drawing one takes."""
    beat: float = 300.0
    """After which the picture is drawn though nothing is new: time alone makes answers overdue and sources silent."""
    idle: float = 30.0
    """Between two calls of what is done beside, such as telling again what could not be told."""
    slowest: float = 6 * 3600.0
    """Between two looks at a source that fails, at most."""
    probe: float = 30.0
    """Between two looks whether the network is back, at first; ten times that at most."""
    retry: float = 60.0
    """Before an article that did not answer is asked for again, at first."""
    dead: int = 5
    """Sources in a row that do not answer, without one that does, which mean that the network is gone."""
    seed: int | None = None
    """Of the jitter; None: different every time."""


class Network:
    """Whether the network is there, told by who answers. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._quiet: set[int] = set()
        self._since = ""
        self._next = 0.0
        self._wait = 0.0
        self.dead = False

    def silent(self, feed: int, many: int, at: str, mono: float) -> bool:
        """A source did not answer; True where this means that the network is gone, which was not known before."""
        with self._lock:
            if not self._quiet:
                self._since = at
            self._quiet.add(feed)
            if self.dead or len(self._quiet) < many:
                return False
            self.dead, self._next, self._wait = True, mono, 0.0
            return True

    def spoke(self) -> str | None:
        """A source answered; since when the network was gone, where it was taken for dead."""
        with self._lock:
            self._quiet.clear()
            if not self.dead:
                return None
            self.dead = False
            return self._since

    def probe(self, mono: float) -> bool:
        """Whether it is time to look again."""
        with self._lock:
            return mono >= self._next

    def probing(self, mono: float, first: float) -> None:
        """It is being looked at: the next time is later each time."""
        with self._lock:
            self._wait = min(max(first, 2 * self._wait), 10 * first)
            self._next = mono + self._wait
