"""`vedette sitrep`: the situation report, written, issued, verified."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from vedette.cli.common import cut_options, opened, person, standard_output, write
from vedette.errors import NotFound, StoreError, UsageError, VedetteError


@click.command(
    epilog="""\b
Examples:
  vedette sitrep --situation "North Kosovo" --as-of 2022-12-20
  vedette sitrep --since last --issue
  vedette sitrep --cut-off 18:00 --issue --format docx -o sitrep.docx
  vedette sitrep --format html -o sitrep.html
  vedette sitrep --number 3 --format docx -o sitrep-3.docx
  vedette sitrep --verify sitrep-3.html""",
    short_help="The situation report.",
)
@cut_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "txt", "html", "docx", "json"]),
    default="md",
    show_default=True,
    help="Markdown, plain text, one self-contained page, Word, or JSON.",
)
@click.option("--since", metavar="DAY|last", help="Mark what is new since this day, or since the last issued sitrep.")
@click.option(
    "--cut-off",
    metavar="HH:MM",
    help="A daily report: what was known by this time of the day --as-of (default: the last such time), by the situation's clock, "
    "new since the last issue or else since the day before. A report that bears a day alone counts from that day's end.",
)
@click.option(
    "--by", "grouping", type=click.Choice(["area", "topic"]), default="area", show_default=True, help="How incidents are grouped."
)
@click.option("--number", type=click.IntRange(1), help="Write the kept report of this number instead: a draft, or one as it was released.")
@click.option("--issue", is_flag=True, help="Keep it as issued and locked: the next one can tell what is new since.")
@click.option("--verify", "file", metavar="FILE", help="Check a released report's JSON or HTML by its digest instead; needs no database.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, writable=True), help="Write to this file instead of standard output.")
def sitrep(
    name: str | None,
    as_of: str | None,
    known_at: str | None,
    form: str,
    since: str | None,
    cut_off: str | None,
    grouping: Any,
    number: int | None,
    issue: bool,
    file: str | None,
    output: str | None,
) -> None:
    """The situation report: every sentence is made from coded fields and cites its reports.

    Highlights come first (severity × novelty × corroboration), then figures with who gives which, tension, what changed since
    the last issue, what is closed, what is in force, incidents, undertakings, the outlook, and the sources with their grades.
    """
    if file is not None:
        _verify(file)
        return
    from vedette.domain import Sheet
    from vedette.export import sitrep as export
    from vedette.pipeline import report_on

    if number is not None and (issue or any(x is not None for x in (name, as_of, known_at, since, cut_off))):
        raise UsageError(f"--number {number}: names a report that is written already; leave out what says how to write one")
    with opened(write=issue) as store:
        if number is not None:
            sheet = store.sheet(number)
        else:
            made, picture = report_on(store, name, as_of=as_of, known_at=known_at, since=since, cut_off=cut_off, by=grouping)
            sheet = Sheet(sitrep=export.filled(made, picture), situation=name)
        if issue:
            number = store.issue_sitrep(sheet.sitrep, name, by=person())
            click.echo(f"issued as sitrep {number}", err=True)
            sheet = store.sheet(number)
    paper = export.paper(sheet)
    if form == "docx":
        from vedette.export.docx import docx

        if not output:
            raise UsageError("--format docx: name the file with -o")
        Path(output).write_bytes(docx(paper))
        return
    forms = {"md": export.markdown_of, "txt": export.text_of, "html": export.html_of, "json": export.json_of}
    write(forms[form](paper), output)


def _verify(file: str) -> None:
    """Say whether a file is a released report as it was released; where the database knows the report, whether it is the one released here."""
    from vedette import __version__
    from vedette.export.sitrep import verify

    path = Path(file)
    if not path.is_file():
        raise UsageError(f"--verify {file}: no such file")
    found = verify(path.read_bytes(), __version__)
    if not found.whole:
        raise VedetteError(f"{file}: {found.said}")
    said = f"{file}: sitrep {found.number}, {found.said}; sha256 {found.digest}"
    try:
        with opened() as store:
            kept = store.sheet(found.number or 0)
    except (StoreError, NotFound):
        said += "; compare this digest with the one that was announced"
    else:
        if kept.digest == found.digest:
            said += "; it is the one that this database released"
        elif any(r.before == found.digest for r in kept.sitrep.removed):
            said += "; words of a forgotten report have been taken out since: replace this copy"
        else:
            raise VedetteError(f"{file}: whole in itself, but not the sitrep {found.number} that this database released ({kept.digest})")
    standard_output().write(said + "\n")
