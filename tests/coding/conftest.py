"""The stages up to coding, as the pipeline runs them, opened once for all tests of coding."""

from __future__ import annotations

import pytest

from vedette import pipeline
from vedette.domain import Coded, Event, OffsetMap, Report
from vedette.language import Reader


class Coder:
    """Texts coded as `vedette read` codes them."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.coder = reader, pipeline.Coder()

    def code(self, text: str, published: str | None, source: str | None = None) -> Coded:
        report = Report(id="t", text=text, raw=text, offsets=OffsetMap.identity(len(text)), published=published, source=source)
        (annotated,) = self.reader.read_all([text], told=True)
        return self.coder.code(pipeline.Reading(report=report, annotated=annotated, read=True)).coded


@pytest.fixture(scope="session")
def coder(reader: Reader) -> Coder:
    return Coder(reader)


def event(coder: Coder, text: str, trigger: str, published: str = "2024-05-10") -> Event:
    """The event of a trigger."""
    return next(e for e in coder.code(text, published).events if e.trigger.text == trigger)
