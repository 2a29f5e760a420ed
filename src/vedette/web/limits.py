"""How often somebody may try to sign in."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vedette.web.languages import gettext as _
from vedette.web.languages import ngettext

KEPT = 10_000
"""Names and addresses that are remembered."""
FREE = 5
"""Wrong tries for an account without a delay."""
FREE_ADDRESS = 20
"""Wrong tries from an address without a delay: several people may share one."""
FIRST, LONGEST = 5.0, 300.0
"""The first delay in seconds, doubled with each further wrong try up to the longest: long enough against guessing, and short
enough that nobody can keep another out for a shift."""
FORGOTTEN = 3600.0
"""After so many seconds without a wrong try, none is held against anybody."""


@dataclass(slots=True)
class _Tries:
    count: int = 0
    last: float = 0.0
    until: float = 0.0


class Limiter:
    """Counts wrong tries by account and by address; in memory, and of a bounded number. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, kept: int = KEPT) -> None:
        self._clock, self._size = clock, kept
        self._kept: OrderedDict[str, _Tries] = OrderedDict()
        self._lock = threading.Lock()

    def attempt(self, free: Mapping[str, int]) -> float:
        """Count a try under each of these keys as a wrong one, until `right` takes it back; `free` is how many bear no delay.

        Returns 0, or how many seconds to wait: then the try must not be made, and is not counted.
        """
        with self._lock:
            at = self._clock()
            found = {key: self._of(key, at) for key in free}
            wait = max(tries.until - at for tries in found.values())
            if wait > 0:
                return wait
            for key, tries in found.items():
                tries.count, tries.last = tries.count + 1, at
                over = tries.count - free[key]
                if over >= 0:
                    tries.until = at + min(FIRST * 2 ** min(over, 16), LONGEST)
            return 0.0

    def right(self, account: str, address: str) -> None:
        """It was the right password: nothing is held against the account, and this try not against the address."""
        with self._lock:
            self._kept.pop(account, None)
            if address in self._kept:
                tries = self._kept[address]
                tries.count, tries.until = max(0, tries.count - 1), 0.0

    def tries(self, key: str) -> int:
        """Wrong tries under a key."""
        with self._lock:
            return self._kept[key].count if key in self._kept else 0

    def _of(self, key: str, at: float) -> _Tries:
        tries = self._kept.setdefault(key, _Tries(last=at))
        self._kept.move_to_end(key)
        if at - tries.last > FORGOTTEN:
            tries.count, tries.until = 0, 0.0
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return tries


def spoken(seconds: float) -> str:
    """A time to wait in words: `20 seconds`, `3 minutes`."""
    whole = max(1, int(-(-seconds // 1)))
    if whole < 120:
        return ngettext("%(num)s second", "%(num)s seconds", whole) % {"num": whole}
    return _("%(n)s minutes") % {"n": -(-whole // 60)}
