"""A new file that another process is switching to the write-ahead log at the same moment."""

from __future__ import annotations

import sqlite3
from typing import Any, cast

import pytest

from vedette.store import sqlite


class Refusing:
    """A connection that is refused so many times."""

    def __init__(self, times: int, why: str = "database is locked") -> None:
        self.left, self.why, self.asked = times, why, 0

    def execute(self, statement: str) -> None:
        self.asked += 1
        if self.left:
            self.left -= 1
            raise sqlite3.OperationalError(self.why)


def switch(connection: Any, wait: float) -> None:
    sqlite._log_ahead(cast(sqlite3.Connection, connection), wait)


def test_it_is_tried_again_while_another_process_switches() -> None:
    connection = Refusing(3)
    switch(connection, wait=60)
    assert connection.asked == 4


@pytest.mark.parametrize(("wait", "why"), [(0.0, "database is locked"), (60.0, "disk I/O error")])
def test_it_gives_up_after_its_time_and_at_any_other_fault(wait: float, why: str) -> None:
    connection = Refusing(3, why)
    with pytest.raises(sqlite3.OperationalError, match=why):
        switch(connection, wait)
    assert connection.asked == 1
