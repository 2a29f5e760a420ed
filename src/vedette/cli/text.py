"""A reading for a person at a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vedette.domain import KIND_NOTES

if TYPE_CHECKING:
    from vedette.domain import Annotated, Event, Sentence
    from vedette.pipeline import Reading

STYLES = {"PER": "bold magenta", "ORG": "bold cyan", "GPE": "bold green", "LOC": "green", "NORP": "bold yellow", "FAC": "bold blue"}


def show(readings: Iterable[Reading], tokens: bool, out: IO[str], explain: bool = False) -> None:
    """Head, numbered sentences with their names marked, a table of events and one of names.

    `tokens` adds a table of words a sentence, `explain` why each event was coded.
    """
    console = Console(file=out, width=None if out.isatty() else 100, highlight=False, soft_wrap=False)
    for reading in readings:
        _one(reading, tokens, explain, console)


def _one(reading: Reading, tokens: bool, explain: bool, console: Console) -> None:
    report, annotated = reading.report, reading.annotated
    console.rule(Text(report.title or str(report.id), style="bold"), align="left")
    kind = KIND_NOTES.get(report.text_kind)
    head = [str(report.id), report.source, report.published, report.language, kind]
    console.print(Text(" · ".join(x for x in head if x), style="dim"))
    if not reading.read:
        console.print(Text(f"In another language ({report.language}): passed through unread.\n"))
        return
    words = sum(len(s.tokens) for s in annotated.sentences)
    sizes = [(len(annotated.sentences), "sentence"), (words, "word")] if annotated.sentences else []
    sizes += [(len(annotated.entities), "name"), (len(reading.coded.events), "event")]
    console.print(Text(", ".join(f"{n} {what}{'' if n == 1 else 's'}" for n, what in sizes), style="dim"))
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", style="dim")
    grid.add_column()
    for n, s in enumerate(annotated.sentences, 1):
        grid.add_row(str(n), _marked(annotated, s.start, s.end))
        if tokens:
            grid.add_row("", _words(s))
    if not annotated.sentences:  # a kept reading: its sentences are not kept
        grid.add_row("", _marked(annotated, 0, len(annotated.text)))
    console.print(grid)
    if reading.coded.events:
        console.print(_events(reading.coded.events, explain))
    counts = Counter((e.label, " ".join(e.text.split())) for e in annotated.entities)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for column in ("class", "names"):
        table.add_column(column)
    for label in STYLES:
        names = [f"{name} ×{n}" if n > 1 else name for (kind_, name), n in counts.most_common() if kind_ == label]
        if names:
            table.add_row(Text(label, style=STYLES[label]), Text(", ".join(names)))
    console.print(table)
    console.print()


def _marked(annotated: Annotated, start: int, end: int) -> Text:
    """A stretch of the text with its names in brackets."""
    line = Text()
    at = start
    for e in annotated.entities:
        if start <= e.start < end:
            line.append(annotated.text[at : e.start])
            line.append(f"[{annotated.text[e.start : e.end]} {e.label}]", style=STYLES[e.label])
            at = e.end
    line.append(annotated.text[at:end])
    return line


def _events(events: tuple[Event, ...], explain: bool) -> Table:
    """Events in order; a claim says whose, and what has not happened says so."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for column in ("event", "type", "when", "where", "how", "by"):
        table.add_column(
            column, overflow="fold", min_width=30 if column == "event" else None, max_width=10 if column in ("when", "how") else None
        )
    for e in events:
        kind = "/".join(x for x in (e.event_type or "none", e.mode) if x)
        how = ["not"] if e.polarity == "negative" else []
        how += [] if e.modality == "asserted" else [e.modality]
        how += ["background"] if e.background else []
        how += [] if e.phase == "happens" else [e.phase]
        day = e.begin if e.begin == e.last else f"{e.begin or '…'} {e.last or '…'}"
        who = e.attribution.source.text if e.attribution else ""
        row = (e.headline, kind, "" if e.begin is e.last is None else day or "", e.place.name if e.place else "", ", ".join(how), who)
        table.add_row(*map(Text, row))
        for reason in e.reasons if explain else ():
            table.add_row(Text(f"  {reason}", style="dim"))
    return table


def _words(s: Sentence) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for column in ("#", "word", "lemma", "tag", "Penn", "head", "relation"):
        table.add_column(column)
    for i, t in enumerate(s.tokens, 1):
        head = "root" if t.head < 0 else f"{t.head + 1} {s.tokens[t.head].text}"
        table.add_row(str(i), Text(t.text), Text(t.lemma), t.upos, t.xpos, Text(head), t.deprel)
    return table
