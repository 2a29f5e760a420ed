"""`vedette alerts`: rules, what rang, who was told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from vedette.cli.common import form_option, opened, person, show, tell, write
from vedette.domain import TOPICS
from vedette.errors import UsageError

if TYPE_CHECKING:
    from vedette.domain import Rule
    from vedette.store import Store


@click.group(
    epilog="""\b
Examples:
  vedette alerts defaults --to mailto:duty@example.org
  vedette alerts test "Shots and explosions" --since 2022-11-01
  vedette alerts ack 12 --note "patrol sent\"""",
    short_help="What to be told, and who was told what.",
)
def alerts() -> None:
    """Rules that ring when something new fits them; what rang, and who was told.

    One thing rings once, whatever rules it fits, and is then updated in place; a copy of a report never rings. `vedette watch`
    rings and tells. Mail needs VEDETTE_SMTP (smtp://HOST:25, smtps://USER:PASSWORD@HOST) and VEDETTE_MAIL_FROM; webhooks need
    VEDETTE_WEBHOOK_SECRET, and VEDETTE_WEBHOOK_PRIVATE for hosts in private networks; VEDETTE_BOARD is the board's address for links.

    Nothing that rings is lost and nothing rings twice. A message is sent at least once: where the program ends between sending it and
    writing that down, it is sent again under the same key (Message-ID, Idempotency-Key), and the log calls it doubtful.
    """


ABOUT = "; ".join(f"{name}: {said}" for name, said in TOPICS.items())


@alerts.command(
    epilog="""\b
Examples:
  vedette alerts add Shots --about incident --type ASSAULT/firearms --area XK --to mailto:duty@example.org
  vedette alerts add Roads --about opened --about ended --kind blockade --kind closure --to terminal:
  vedette alerts add Night --about incident --severity 6 --quiet 22:00-06:00 --pierce 9 --zone Europe/Belgrade --to https://example.org/hook
  vedette alerts add Late --about overdue --digest 07:30 --to mailto:desk@example.org""",
)
@click.argument("name")
@click.option("--about", multiple=True, required=True, type=click.Choice(list(TOPICS)), help=f"What it is about; may be repeated. {ABOUT}.")
@click.option("--situation", metavar="NAME", help="Only of this situation.")
@click.option("--area", multiple=True, metavar="CC[/NAME]", help="A country (XK) or an area in it (XK/Mitrovica); may be repeated.")
@click.option("--near", metavar="LAT,LON,KM", help="Only so near a point.")
@click.option("--type", "types", multiple=True, metavar="TYPE[/MODE]", help="A PLOVER type or mode of incidents; may be repeated.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    help="A kind of state or undertaking, an outcome, or the state that an undertaking is about; may be repeated.",
)
@click.option("--actor", "actors", multiple=True, help="A name, a code (XKXCOP) or a sector (MIL) on either side; may be repeated.")
@click.option("--context", "contexts", multiple=True, help="A PLOVER context; may be repeated.")
@click.option("--source", "sources", multiple=True, help="A source; may be repeated.")
@click.option("--severity", type=float, metavar="0..10", help="At least so grave.")
@click.option("--credibility", type=int, metavar="1..6", help="At most this credibility (1 is confirmed).")
@click.option("--independent", type=int, metavar="N", help="At least so many independent sources.")
@click.option("--days", type=int, default=2, show_default=True, help="Days ahead for what falls due.")
@click.option(
    "--change",
    type=float,
    default=10.0,
    show_default=True,
    help="Least rise of an area's hostile score in a week, while fewer than nine weeks are known; after that the change detection of `vedette tension` tells it.",
)
@click.option(
    "--to", multiple=True, metavar="ADDRESS", help="Whom to tell: mailto:, https://, cap:FOLDER, terminal: or desktop:; may be repeated."
)
@click.option("--cooldown", type=int, default=0, metavar="MINUTES", help="So long after a ring in an area the next are told together.")
@click.option("--quiet", metavar="FROM-TO", help="Hours in which nothing is told, such as 22:00-06:00.")
@click.option("--pierce", type=float, metavar="0..10", help="So grave that quiet hours, digest and cooldown do not hold it back.")
@click.option("--digest", metavar="HH:MM", help="Tell all once a day at this hour.")
@click.option("--zone", default="UTC", show_default=True, help="Time zone of hours.")
@click.option("--updates", is_flag=True, help="Tell of changes too.")
@click.option("--escalate", type=int, metavar="MINUTES", help="Tell others where nobody acknowledges it for so long.")
@click.option("--escalate-to", multiple=True, metavar="ADDRESS", help="Whom to tell then; may be repeated.")
@click.option("--paused", is_flag=True, help="Keep it, but let it not ring.")
def add(name: str, near: str | None, quiet: str | None, **given: Any) -> None:
    """Make a rule, or change the one of this name. It rings for what reaches the desk from now on."""
    from vedette.domain import Rule

    many = ("about", "area", "types", "kinds", "actors", "contexts", "sources", "to", "escalate_to")
    fields: dict[str, Any] = {k: tuple(v) if k in many else v for k, v in given.items()}
    rule = Rule(name=name, near=_near(near), quiet=_quiet(quiet), **fields)
    with opened(write=True, create=True) as store:
        _keep(store, rule)
    click.echo(f'rule "{name}" kept', err=True)


def _near(given: str | None) -> tuple[float, float, float] | None:
    if given is None:
        return None
    try:
        lat, lon, reach = (float(x) for x in given.split(","))
        if -90 <= lat <= 90 and -180 <= lon <= 180 and 0 < reach <= 20_100:
            return lat, lon, reach
    except ValueError:
        pass
    raise UsageError(f"--near {given}: write latitude,longitude,km, such as 42.97,21.26,15")


def _quiet(given: str | None) -> tuple[str, str] | None:
    if given is None:
        return None
    begin, dash, end = given.partition("-")
    if not dash:
        raise UsageError(f"--quiet {given}: write it as 22:00-06:00")
    return begin.strip(), end.strip()


def _keep(store: Store, rule: Rule) -> None:
    from vedette.pipeline.channels import checked as address
    from vedette.situation.ringing import checked

    checked(rule)
    for to in (*rule.to, *rule.escalate_to):
        address(to)
    if rule.situation is not None:
        store.situation(rule.situation)
    store.put_rule(rule, by=person())


@alerts.command(
    epilog="""\b
Examples:
  vedette alerts defaults --to terminal:
  vedette alerts defaults --situation "North Kosovo" --to mailto:duty@example.org"""
)
@click.option("--situation", metavar="NAME", help="Only of this situation.")
@click.option("--to", multiple=True, metavar="ADDRESS", help="Whom to tell; may be repeated. Without it they show on the board only.")
def defaults(situation: str | None, to: tuple[str, ...]) -> None:
    """Make the rules that a duty officer starts with; rules of the same names stay as they are."""
    from dataclasses import replace

    from vedette.situation.alerts import defaults as given

    with opened(write=True, create=True) as store:
        there = {r.name for r in store.rules()}
        made = [r for r in given() if r.name not in there]
        for rule in made:
            _keep(store, replace(rule, situation=situation, to=to))
    click.echo(f"{len(made)} rules kept" + (f", {len(given()) - len(made)} were there" if len(made) < len(given()) else ""), err=True)


@alerts.command(
    name="list",
    epilog="""\b
Example:
  vedette alerts list""",
)
@form_option
def list_(form: str | None) -> None:
    """The rules, and how often each has rung."""
    with opened() as store:
        rows = [{**_plain(r), "rang": len(store.alerts(rule=r.name, limit=None))} for r in store.rules()]
    columns = [
        ("rule", lambda r: r["name"] + (" (paused)" if r["paused"] else "")),
        ("about", lambda r: ", ".join(r["about"])),
        ("which", _which),
        ("tells", lambda r: ", ".join(r["to"]) or "the board"),
        ("rang", lambda r: r["rang"]),
    ]
    show(rows, columns, form, "no rules; make some with `vedette alerts defaults` or `vedette alerts add`")


def _plain(rule: Rule) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(rule)


def _which(r: dict[str, Any]) -> str:
    """What a rule asks for, in a cell."""
    parts = [f"{k} {', '.join(map(str, r[k]))}" for k in ("area", "types", "kinds", "actors", "contexts", "sources") if r[k]]
    parts += [f"{k} {r[k]}" for k in ("situation", "near", "severity", "credibility", "independent", "digest", "quiet") if r[k] is not None]
    return "; ".join(parts)


@alerts.command(
    epilog="""\b
Examples:
  vedette alerts test "Shots and explosions" --since 2022-11-01
  vedette alerts test --since 2022-11-01 --until 2023-01-31
  vedette alerts test Shots --send"""
)
@click.argument("name", required=False)
@click.option("--since", metavar="DAY", help="Replay the past from this day: what would have rung, for what, and how often.")
@click.option("--until", metavar="DAY", help="Up to this day.")
@click.option("--send", is_flag=True, help="Send a message marked as a trial to all of the rule's addresses.")
@form_option
def test(name: str | None, since: str | None, until: str | None, send: bool, form: str | None) -> int:
    """Try a rule (all rules where none is named; the default rules where there are none): over the past, or its addresses.

    The picture is drawn as it was known at the end of each day, so that a rule is judged by what the desk could know.
    """
    from vedette.pipeline.alerting import rehearsed, try_out
    from vedette.situation.alerts import defaults as given

    if not since and not send:
        raise UsageError("say from which day on to replay the past (--since 2022-11-01), or try the addresses (--send)")
    with opened() as store:
        rules = [store.rule(name)] if name else store.rules() or list(given())
        if send:
            tried = [(r, to, wrong) for r in rules for to, wrong in try_out(store, r)]
            for r, to, wrong in tried:
                tell(f"{r.name}: {to}: {wrong or 'sent'}")
            if not tried:
                tell("no addresses to try")
            return 1 if any(wrong for *_, wrong in tried) else 0
        rang = rehearsed(store, rules, since or "", until)
    rows = [
        {"at": r.at, "rules": list(r.rules), "topic": r.sign.topic, "title": r.sign.title, "day": r.sign.day, "place": r.sign.place}
        | {"severity": r.sign.severity, "reports": list(r.sign.reports), "events": list(r.sign.events)}
        for r in rang
    ]
    columns = [
        ("known", lambda r: r["at"]),
        ("rule", lambda r: ", ".join(r["rules"])),
        ("grave", lambda r: f"{r['severity']:g}"),
        ("place", lambda r: r["place"]),
        ("what", lambda r: r["title"]),
    ]
    show(rows, columns, form, "it would not have rung")
    count = {r.name: sum(r.name in x.rules for x in rang) for r in rules}
    days = len({r.at for r in rang})
    said = f"{len(rang)} ring{'' if len(rang) == 1 else 's'} on {days} day{'' if days == 1 else 's'}"
    click.echo(f"{said}: " + ", ".join(f"{n} {k}" for k, n in count.items()), err=True)
    return 0


@alerts.command(
    epilog="""\b
Examples:
  vedette alerts log
  vedette alerts log --open
  vedette alerts log --told"""
)
@click.option("--rule", metavar="NAME", help="Only of this rule.")
@click.option("--open", "unseen", is_flag=True, help="Only what nobody has acknowledged.")
@click.option("--told", is_flag=True, help="Who was told what and when, instead.")
@form_option
def log(rule: str | None, unseen: bool, told: bool, form: str | None) -> None:
    """What rang, the latest first; or who was told."""
    from dataclasses import asdict

    from vedette.export.messages import shape

    with opened() as store:
        state = "open" if unseen else None
        rows: list[dict[str, Any]]
        if told:
            sent = store.tellings(rule=rule, state=state)
            titles = {id: store.alert(id).sign.title for id in {t.alert for t in sent}}
            rows = [{**asdict(t), "title": titles[t.alert]} for t in sent]
            columns = [
                ("intended", lambda r: r["intended"]),
                ("to", lambda r: r["to"]),
                ("alert", lambda r: r["alert"]),
                ("kind", lambda r: r["kind"]),
                ("state", lambda r: r["state"] + (" (perhaps twice)" if r["doubtful"] else "")),
                ("when", lambda r: r["told"] or f"from {r['due']}"),
                ("tries", lambda r: r["tries"]),
                ("error", lambda r: r["error"]),
            ]
            show(rows, columns, form, "nobody was told anything yet")
            return
        rows = [shape(a) for a in store.alerts(rule=rule, state=state)]
    columns = [
        ("no.", lambda r: r["id"]),
        ("rang", lambda r: r["rang"]),
        ("rules", lambda r: ", ".join(r["rules"])),
        ("grave", lambda r: f"{r['severity']:g}"),
        ("place", lambda r: r["place"]),
        ("what", lambda r: r["title"]),
        ("state", lambda r: r["state"] + (f" by {r['acknowledged_by']}" if r["acknowledged_by"] else "")),
    ]
    show(rows, columns, form, "nothing has rung yet")


@alerts.command(
    epilog="""\b
Example:
  vedette alerts ack 12 --note "patrol sent\""""
)
@click.argument("number", type=int)
@click.option("--note", help="What was done.")
def ack(number: int, note: str | None) -> None:
    """Acknowledge an alert: nobody further is called for it."""
    with opened(write=True) as store:
        done = store.acknowledge(number, by=person(), note=note)
    click.echo(f"alert {number} acknowledged: {done.sign.title}", err=True)


@alerts.command(
    epilog="""\b
Example:
  vedette alerts remove Shots"""
)
@click.argument("name")
def remove(name: str) -> None:
    """Remove a rule; what rang and who was told stays."""
    with opened(write=True) as store:
        store.drop_rule(name, by=person())
    click.echo(f'rule "{name}" removed', err=True)


@alerts.command(
    name="show",
    epilog="""\b
Examples:
  vedette alerts show 12
  vedette alerts show 12 --cap -o alert.xml""",
)
@click.argument("number", type=int)
@click.option("--cap", "as_cap", is_flag=True, help="As a CAP 1.2 document.")
@click.option("-o", "--output", metavar="FILE", help="Write to a file.")
def show_(number: int, as_cap: bool, output: str | None) -> None:
    """One alert, with who was told of it."""
    from dataclasses import asdict

    from vedette.export import cap, messages
    from vedette.pipeline.channels import Settings

    with opened() as store:
        alert, told = store.alert(number), store.tellings(alert=number)
    if as_cap:
        settings = Settings.of()
        write(cap.document(alert, sender=settings.sender or "vedette@localhost").decode(), output)
        return
    text = json.dumps({**messages.shape(alert), "told": [asdict(t) for t in told]}, ensure_ascii=False, indent=1) + "\n"
    write(text, output)
