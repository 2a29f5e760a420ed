"""`vedette read`: reports in, what was read in them out."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from vedette.cli.common import ISSUES, desk_places, standard_output, tell
from vedette.errors import InputError, UsageError

if TYPE_CHECKING:
    from vedette.language import Reader
    from vedette.pipeline import Reading

FORMATS = ("text", "jsonl", "html", "conllu")


@click.command(
    epilog="""\b
Examples:
  vedette read report.txt
  vedette read examples/*.txt --format html -o reading.html
  cat reports.jsonl | vedette read - --format jsonl --tokens > read.jsonl""",
    short_help="Read reports into events, names, places, times and quotes.",
)
@click.argument("inputs", nargs=-1, metavar="[FILE|FOLDER|URL|-]...")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="How to write it; a table on a terminal and JSON Lines in a pipe, unless told."
)
@click.option("--tokens", is_flag=True, help="Write the words with lemma, tags and tree too.")
@click.option("--explain", is_flag=True, help="Say why each event was coded, and what else a place could have been.")
@click.option(
    "--pretokenized",
    is_flag=True,
    help="Inputs are CoNLL-U, or a sentence of space-separated words a line: keep those words (writes CoNLL-U or JSON Lines).",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, writable=True), help="Write to this file instead of standard output.")
@click.option("--threads", type=click.IntRange(1, 64), help="Cores to use (default: all, at most 4).")
@click.option("--batch", type=click.IntRange(1, 1024), default=64, show_default=True, help="Reports read together; the result is the same.")
@click.option("--contact", metavar="ADDRESS", help="Your e-mail or page, told to the sites that are fetched from (or VEDETTE_CONTACT).")
@click.option("--allow-private", is_flag=True, help="Also fetch from addresses of private networks.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def read(
    inputs: tuple[str, ...],
    form: str | None,
    tokens: bool,
    explain: bool,
    pretokenized: bool,
    output: str | None,
    threads: int | None,
    batch: int,
    contact: str | None,
    allow_private: bool,
    quiet: bool,
) -> int:
    """Read reports: plain text, HTML or JSON Lines ({"text": …} a line), told by their content; files, folders or addresses.

    "-" is standard input. An input that cannot be read gives one line on standard error (and a record with an "error"
    in JSON Lines), the rest is read, and the exit code is 3.
    """
    if not inputs:
        if sys.stdin.isatty():
            raise UsageError("nothing to read: name a file, or give - for standard input (vedette read --help)")
        inputs = ("-",)
    if inputs.count("-") > 1:
        raise UsageError("standard input (-) can be read once only")
    if pretokenized and form not in (None, "conllu", "jsonl"):
        raise UsageError("--pretokenized writes conllu or jsonl")
    chosen = form or ("conllu" if pretokenized else "text" if output is None and sys.stdout.isatty() else "jsonl")
    if output and Path(output).exists() and any(path != "-" and Path(path).exists() and Path(path).samefile(output) for path in inputs):
        raise UsageError(f"{output} is also an input: writing would empty it; name another output")
    from vedette.language import Reader

    reader = Reader(threads=threads)
    reader.load()  # the model answers for itself before any input is touched
    out: IO[str] = open(output, "w", encoding="utf-8") if output else standard_output()  # noqa: SIM115 (closed below)
    try:
        if pretokenized:
            return _pretokenized(inputs, chosen, reader, out)
        from vedette.ingest import open_inputs

        items = open_inputs(inputs, sys.stdin.buffer, contact=contact or os.environ.get("VEDETTE_CONTACT"), allow_private=allow_private)
        return _reports(items, chosen, tokens, explain, batch, quiet, reader, out)
    finally:
        if output:
            out.close()
        else:
            out.flush()


def _reports(items: Iterable[Any], form: str, tokens: bool, explain: bool, batch: int, quiet: bool, reader: Reader, out: IO[str]) -> int:
    from vedette.pipeline import Coder, read_reports
    from vedette.progress import progress

    issues = 0
    shown = not quiet and not (form == "text" and out is sys.stdout and out.isatty())

    def answers() -> Iterator[Reading | InputError]:
        nonlocal issues
        for item in progress(read_reports(items, reader, batch, Coder(desk_places())), "reading", shown=shown):
            if isinstance(item, InputError):
                issues += 1
                tell(str(item))
            elif not item.read:
                tell(f"{item.report.id}: in another language ({item.report.language}); passed through unread")
            yield item

    _write(answers(), form, tokens, explain, out)
    return ISSUES if issues else 0


def _write(answers: Iterable[Reading | InputError], form: str, tokens: bool, explain: bool, out: IO[str]) -> None:
    from vedette.pipeline import conllu, record

    if form == "jsonl":
        for item in answers:
            out.write(json.dumps(record(item, tokens, explain), ensure_ascii=False) + "\n")
            out.flush()
        return
    good = (x for x in answers if not isinstance(x, InputError))
    if form == "conllu":
        for item in good:
            for n, s in enumerate(item.annotated.sentences, 1):
                out.write(conllu(item.annotated.text, [(f"{item.report.id}-{n}", s)], _tags(item.annotated)))
    elif form == "html":
        from vedette.cli.html import document

        out.writelines(document(good))
    else:
        from vedette.cli.text import show

        show(good, tokens, out, explain)


def _tags(annotated: Any) -> dict[int, str]:
    """IOB2 tag of every token that lies in an entity, by the token's start."""
    out: dict[int, str] = {}
    starts = [t.start for s in annotated.sentences for t in s.tokens]
    at = 0
    for e in annotated.entities:
        while at < len(starts) and starts[at] < e.start:
            at += 1
        first = True
        while at < len(starts) and starts[at] < e.end:
            out[starts[at]] = ("B-" if first else "I-") + e.label
            first = False
            at += 1
    return out


def _pretokenized(inputs: tuple[str, ...], form: str, reader: Reader, out: IO[str]) -> int:
    from vedette.domain import Annotated
    from vedette.ingest.inputs import given_sentences, laid_out
    from vedette.language import Word
    from vedette.pipeline import conllu, record

    issues = 0
    for path in inputs:
        try:
            given = given_sentences(path, sys.stdin.buffer)
        except InputError as e:
            issues += 1
            tell(str(e))
            if form == "jsonl":
                out.write(json.dumps(record(e), ensure_ascii=False) + "\n")
            continue
        sentences = []
        for _, words, spans, clitic in given:
            sentences.append([Word(w, a, b, c) for w, (a, b), c in zip(words, spans, clitic, strict=True)])
        for (id, words, spans, _), (s, entities) in zip(given, reader.parse(sentences), strict=True):
            whole = laid_out(words, spans)
            named = tuple(replace(e, text=whole[e.start : e.end]) for e in entities)
            annotated = Annotated(text=whole, sentences=(s,), entities=named)
            if form == "conllu":
                out.write(conllu(whole, [(id, s)], _tags(annotated)))
            else:
                out.write(json.dumps(_sentence(id, annotated), ensure_ascii=False) + "\n")
    return ISSUES if issues else 0


def _sentence(id: str, annotated: Any) -> dict[str, Any]:
    from vedette.domain import OffsetMap, Report
    from vedette.pipeline import Reading, record

    text = annotated.text
    report = Report(id=id, text=text, raw=text, offsets=OffsetMap.identity(len(text)), language="en")
    return record(Reading(report=report, annotated=annotated, read=True), tokens=True)
