"""Alerts from one picture to the next: what rings is written down with whom to tell, then it is told.

What is promised: nothing that rings is lost, and nothing rings twice, whatever ends the program. A message is sent at least once: where the program
ends between sending it and writing down that it was sent, it is sent again with the same key (a mail's Message-ID, a webhook's
Idempotency-Key), by which the receiver can drop the repetition, and the log calls it doubtful. A CAP document is there exactly once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from vedette.domain import TRIAL, Alert, Picture, Rule, Sign, Situation, Telling, Told
from vedette.domain.moments import text
from vedette.errors import Refused, UsageError, VedetteError
from vedette.pipeline.channels import Settings, send
from vedette.pipeline.draw import picture
from vedette.situation.ringing import Rang, Ringing, due, rehearse, settle
from vedette.store import Store
from vedette.store.alerts import Message, Tell

AT_ONCE = 200
"""Messages that are sent in one go at most: the rest goes in the next, so that reading goes on."""
Sender = Callable[[Message, Settings], None]


def moment(now: datetime | str | None) -> str:
    """A moment in UTC with seconds; None is this one."""
    if isinstance(now, str):
        return now
    return text(now or datetime.now(UTC))


def ring(
    store: Store,
    before: Picture | None,
    after: Picture,
    now: datetime | str | None = None,
    *,
    settings: Settings | None = None,
    sender: Sender = send,
) -> list[Alert]:
    """Ring for what is new in a picture, escalate what nobody took note of, and tell what is due; returns the alerts that rang now.

    `before` is the picture last rung for, None after a start: then what reached the desk after a rule was made is news, unless it rang before.
    Rules for another situation than the picture's do not ring.
    """
    at = moment(now)
    rang, rules = [], store.rules()
    for r in settle(rules, after, before, store.held):
        tells = _tells(store, rules, r, at)
        if r.alert is None:
            if made := store.keep_alert(r.sign, [x.name for x in r.rules], tells, at=at):
                rang.append(made)
        else:
            store.change_alert(r.alert.id, r.sign, [x.name for x in r.rules], tells, at=at, changed=r.changed)
    _withdraw(store, after)
    escalate(store, at)
    deliver(store, at, settings=settings, sender=sender)
    return rang


def _tells(store: Store, rules: Sequence[Rule], r: Ringing, at: str) -> list[Tell]:
    tells: list[Tell] = []
    for rule in r.rules:
        last = store.last_ring(rule.name, r.sign.area) if rule.cooldown else None
        tells += _to(rule, rule.to, "ring", due(rule, r.sign.severity, at, last))
    if r.changed and r.alert is not None:
        for rule in rules:
            if rule.name in r.alert.rules and rule.updates:
                tells += _to(rule, rule.to, "update", due(rule, r.sign.severity, at))
    return tells


def _to(rule: Rule, addresses: Sequence[str], kind: Telling, when: str) -> list[Tell]:
    return [Tell(rule=rule.name, to=to, kind=kind, due=when) for to in addresses]


def _withdraw(store: Store, after: Picture) -> None:
    """Take back what an analyst has rejected since it rang."""
    rejected = {e for i in after.incidents if i.status == "rejected" for e in i.events}
    if not rejected:
        return
    for alert in store.alerts(state="open", limit=None):
        if alert.sign.topic == "incident" and alert.sign.events and set(alert.sign.events) <= rejected:
            who = next(i.decided for i in after.incidents if set(alert.sign.events) & set(i.events))
            store.withdraw_alert(alert.id, by=who or "desk", note="the incident was rejected")


def escalate(store: Store, now: datetime | str | None = None) -> None:
    """Call the next for alerts that nobody acknowledged in their rule's time. Quiet hours do not hold that up."""
    at = moment(now)
    rules = {r.name: r for r in store.rules() if r.escalate is not None}
    if not rules:
        return
    for alert in store.alerts(state="open", limit=None):
        mine = [rules[name] for name in alert.rules if name in rules]
        rings = [t for t in store.tellings(alert=alert.id) if t.kind == "ring"] if mine and not alert.escalated else []
        for rule in mine if not alert.escalated else ():
            assert rule.escalate is not None
            # from when it was told or was to be told, not rang; that telling fails holds nothing up
            told = max((t.told or (t.intended if t.tries else t.due) for t in rings if t.rule == rule.name), default=alert.rang)
            late = datetime.fromisoformat(told) + timedelta(minutes=rule.escalate)
            if late <= datetime.fromisoformat(at):
                store.escalate(alert.id, _to(rule, rule.escalate_to, "escalation", at), at=at)
                break


def deliver(store: Store, now: datetime | str | None = None, *, settings: Settings | None = None, sender: Sender = send) -> int:
    """Send what is due, and keep what came of it; returns how many messages were sent. A channel that fails holds up no other."""
    at, done = moment(now), 0
    given = settings or Settings.of()
    dead: dict[str, str] = {}
    for _ in range(AT_ONCE):
        message = store.claim(at)
        if message is None:
            break
        if message.to in dead:  # it did not answer a moment ago: no further wait for it in this go
            store.unsent(message, dead[message.to], at=at)
            continue
        try:
            sender(message, given)
        except VedetteError as e:
            store.unsent(message, str(e), at=at, final=isinstance(e, Refused))
            dead[message.to] = str(e)
        except Exception as e:  # a fault of ours in one channel: it is kept with the message, and the watch goes on
            store.unsent(message, f"a fault of Vedette ({type(e).__name__}: {e})", at=at)
        else:
            store.sent(message, at=moment(now if isinstance(now, str) else None))
            done += 1
    return done


def pictures(store: Store, situation: Situation | None, since: str, until: str | None = None) -> Iterator[tuple[str, Picture]]:
    """The picture at the end of every day on which a report became known, the day before `since` first. Raises UsageError where a day is none."""
    try:
        first = date.fromisoformat(since)
        last = date.fromisoformat(until) if until else date.max
    except ValueError:
        raise UsageError(f"{since if until is None else f'{since} or {until}'}: not a day; write it as 2022-11-01") from None
    zone = situation.zone if situation else "UTC"
    days = sorted({r.known_in(zone)[:10] for r in store.reports()})
    for day in ((first - timedelta(days=1)).isoformat(), *(d for d in days if first.isoformat() <= d <= last.isoformat())):
        yield day, picture(store, situation, known_at=day)


def rehearsed(store: Store, rules: Sequence[Rule], since: str, until: str | None = None) -> list[Rang]:
    """What rules would have rung for from a day on, had they been there: the picture is drawn as it was known at the end of each day.

    Rules of several situations are rehearsed on each by itself; those without one on the only situation there is, else on everything.
    Raises UsageError where a day is none, NoSituation.
    """
    there = store.situations()
    alone = there[0].name if len(there) == 1 else None
    out: list[Rang] = []
    for name in sorted({r.situation or alone or "" for r in rules}):
        mine = [replace(r, situation=None) for r in rules if (r.situation or alone or "") == name]
        out += rehearse(mine, pictures(store, store.situation(name) if name else None, since, until))
    return sorted(out, key=lambda r: r.at)


def try_out(store: Store, rule: Rule, *, settings: Settings | None = None, sender: Sender = send) -> list[tuple[str, str | None]]:
    """Send a message marked as a trial to every address of a rule; returns each with what went wrong, None where nothing did."""
    at = moment(None)
    sign = Sign(
        topic="incident", space=TRIAL, marks=("trial",), subject="trial", title="This is a trial of the alarm; nothing happened",
        severity=0.0, day=at[:10], place=None, area="/", lat=None, lon=None, known=at, received=at, events=(), reports=(),
    )  # fmt: skip
    alert = Alert(id=0, rules=(rule.name,), sign=sign, marks=(), rang=at, updated=at)
    out: list[tuple[str, str | None]] = []
    for to in dict.fromkeys((*rule.to, *rule.escalate_to)):
        told = Told(id=0, alert=0, rule=rule.name, to=to, kind="ring", key=f"trial-{at}", intended=at, due=at)
        try:
            sender(Message(key=f"trial-{at.replace(':', '')}", to=to, rule=rule.name, items=((told, alert),)), settings or Settings.of())
            out.append((to, None))
        except VedetteError as e:
            out.append((to, str(e)))
    return out
