"""Alerts: rules, what rang, and who was told what.

An intention to tell is written with the alert, in one transaction, before anything is sent. Whatever ends the program, nothing is lost;
a message that was under way then is sent again with the same key, since nobody can know whether it arrived.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, delete, func, insert, select, tuple_, update

from vedette.domain import FORGOTTEN, Alert, Rule, Sign, Telling, Told
from vedette.domain.moments import now, text
from vedette.errors import Conflict, NotFound, UsageError
from vedette.store import schema
from vedette.store.base import Base
from vedette.store.rows import dump, load

LEASE = 120
"""Seconds after which a message that was under way is taken to have been left behind by a program that ended."""
PAUSES = (30, 120, 480, 1800, 3600, 3600, 7200, 14400, 28800)
"""Seconds before each further try of a message that could not be sent; after the last it has failed."""
MANY = 5
"""More messages than this for one address at once go as one."""
NOTE = 500
"""Characters of a note at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Whom an alert is to be told, and from when (UTC)."""

    rule: str
    to: str
    kind: Telling
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to one address: what it tells, each with its alert, under a key that stays however often it is tried."""

    key: str
    to: str
    rule: str
    items: tuple[tuple[Told, Alert], ...]


class Alerts(Base):
    """Alerts: rules, what rang, and who was told what."""

    # -- rules ---------------------------------------------------------------------------------------------------------

    def rules(self) -> list[Rule]:
        """All rules, by name."""
        with self._reads() as connection:
            return [load(Rule, r[0]) for r in connection.execute(select(schema.rule.c.data).order_by(schema.rule.c.name))]

    def rule(self, name: str) -> Rule:
        """One rule. Raises NotFound, which names those there are."""
        found = {r.name: r for r in self.rules()}
        if name not in found:
            there = ", ".join(f'"{n}"' for n in found) or "none so far"
            raise NotFound(f'no rule "{name}"; there are: {there} (vedette alerts add NAME --about …)')
        return found[name]

    def put_rule(self, rule: Rule, *, by: str) -> Rule:
        """Keep a rule in place of one of the same name, whose `since` it keeps; a new one rings for what comes from now on."""
        rows = schema.rule
        with self._writes() as connection:
            old = connection.execute(select(rows.c.data).where(rows.c.name == rule.name)).scalar()
            rule = replace(rule, since=rule.since or (load(Rule, old).since if old else None) or now())
            connection.execute(delete(rows).where(rows.c.name == rule.name))
            connection.execute(insert(rows).values(name=rule.name, made=now(), data=dump(rule)))
            change = {"before": json.loads(old) if old else None, "after": json.loads(dump(rule))}
            self._audit(connection, by, "rule set", rule.name, change)
        return rule

    def drop_rule(self, name: str, *, by: str) -> None:
        """Remove a rule; its alerts and the log of who was told stay, what was not told yet is told no more. Raises NotFound."""
        before = self.rule(name)
        rows = schema.told
        with self._writes() as connection:
            connection.execute(delete(schema.rule).where(schema.rule.c.name == name))
            gone = {"state": "failed", "error": "the rule was removed"}
            connection.execute(update(rows).where(rows.c.rule == name, rows.c.state == "waiting").values(**gone))
            self._audit(connection, by, "rule removed", name, {"before": json.loads(dump(before)), "after": None})

    # -- what rang -----------------------------------------------------------------------------------------------------

    def held(self, signs: Iterable[Sign]) -> dict[tuple[str, str], Alert]:
        """The alerts that own marks of these signs, by space and mark."""
        keys = sorted({(s.space, m) for s in signs for m in s.marks})
        rows, owner = schema.alert_mark, dict[tuple[str, str], int]()
        with self._reads() as connection:
            for n in range(0, len(keys), 300):
                query = select(rows).where(tuple_(rows.c.space, rows.c.mark).in_(keys[n : n + 300]))
                owner |= {(r.space, r.mark): r.alert for r in connection.execute(query)}
            alerts = {a.id: a for a in _alerts(connection, sorted(set(owner.values())))}
        return {k: alerts[id] for k, id in owner.items()}

    def last_ring(self, rule: str, area: str) -> str | None:
        """When a rule last rang in an area (UTC)."""
        rows = schema.told
        meant = func.coalesce(rows.c.told, case((rows.c.tries > 0, rows.c.intended), else_=rows.c.due))  # a further try moves `due`
        query = select(func.max(meant)).join(schema.alert, schema.alert.c.id == rows.c.alert)
        query = query.where(rows.c.rule == rule, rows.c.kind == "ring", schema.alert.c.area == area)
        with self._reads() as connection:
            found: str | None = connection.execute(query).scalar()
            return found

    def keep_alert(self, sign: Sign, rules: Sequence[str], tells: Sequence[Tell], *, at: str) -> Alert | None:
        """Keep what rang and whom to tell, in one transaction; None where it rang already, as another process found."""
        rows = schema.alert_mark
        with self._writes() as connection:
            mine = connection.execute(select(rows.c.mark).where(rows.c.space == sign.space, rows.c.mark.in_(sign.marks))).scalars().all()
            free = [m for m in sign.marks if m not in mine]
            if not free:
                return None
            row = {
                "rules": json.dumps(list(rules)),
                "area": sign.area,
                "origin": json.dumps(free),
                "data": dump(sign),
                "rang": at,
                "updated": at,
            }
            (id,) = connection.execute(insert(schema.alert).values(**row, version=1, state="open")).inserted_primary_key or (0,)
            connection.execute(insert(rows), [{"space": sign.space, "mark": m, "alert": id} for m in free])
            _intend(connection, int(id), sign, at, 1, tells, at)
            self._audit(connection, "watch", "alert rang", f"alert {id}", {"rules": list(rules), "events": list(sign.events)})
            return _alerts(connection, [int(id)])[0]

    def change_alert(self, id: int, sign: Sign, rules: Sequence[str], tells: Sequence[Tell], *, at: str, changed: bool) -> Alert:
        """Update an alert in place: its sign, further rules that it fits, further marks; `changed` counts as a new version."""
        rows = schema.alert_mark
        with self._writes() as connection:
            (old,) = _alerts(connection, [id])
            there = connection.execute(select(rows.c.mark).where(rows.c.space == sign.space, rows.c.mark.in_(sign.marks))).scalars().all()
            if free := [{"space": sign.space, "mark": m, "alert": id} for m in sign.marks if m not in there]:
                connection.execute(insert(rows), free)
            version = old.version + changed
            names = list(dict.fromkeys((*old.rules, *rules)))
            row = {"rules": json.dumps(names), "data": dump(sign), "version": version, "updated": at if changed else old.updated}
            connection.execute(update(schema.alert).where(schema.alert.c.id == id).values(**row))
            _intend(connection, id, old.sign, old.rang, version, tells, at)
            return _alerts(connection, [id])[0]

    def withdraw_alert(self, id: int, *, by: str, note: str) -> Alert:
        """Mark that what rang is no longer held to be so; what was not told yet is not told."""
        with self._writes() as connection:
            _open(connection, id)
            connection.execute(
                update(schema.alert).where(schema.alert.c.id == id).values(state="withdrawn", note=note[:NOTE], updated=now())
            )
            rows = schema.told
            gone = {"state": "failed", "error": "withdrawn before it was told"}
            connection.execute(update(rows).where(rows.c.alert == id, rows.c.state == "waiting").values(**gone))
            self._audit(connection, by, "alert withdrawn", f"alert {id}", reason=note[:NOTE])
        return self.alert(id)

    def acknowledge(self, id: int, *, by: str, note: str | None = None) -> Alert:
        """Mark that someone has taken note of an alert: nobody further is called. Raises NotFound, Conflict where it is done, UsageError."""
        words = " ".join((note or "").split()) or None
        if len(words or "") > NOTE:
            raise UsageError(f"a note may have {NOTE} characters")
        with self._writes() as connection:
            _open(connection, id)
            done = {"state": "acknowledged", "acknowledged": now(), "acknowledged_by": by, "note": words}
            connection.execute(update(schema.alert).where(schema.alert.c.id == id).values(**done))
            rows = schema.told
            gone = {"state": "failed", "error": f"acknowledged by {by} before it was sent"}
            waiting = (rows.c.alert == id, rows.c.state == "waiting", rows.c.kind == "escalation")
            connection.execute(update(rows).where(*waiting).values(**gone))
            self._audit(connection, by, "alert acknowledged", f"alert {id}", {"after": done})
        return self.alert(id)

    def escalate(self, id: int, tells: Sequence[Tell], *, at: str) -> None:
        """Call the next: once for an alert that is open. Does nothing where somebody was faster."""
        with self._writes() as connection:
            (old,) = _alerts(connection, [id])
            if old.state != "open" or old.escalated:
                return
            connection.execute(update(schema.alert).where(schema.alert.c.id == id).values(escalated=at))
            _intend(connection, id, old.sign, old.rang, old.version, tells, at)
            self._audit(connection, "watch", "alert escalated", f"alert {id}", {"to": [t.to for t in tells]})

    def alert(self, id: int) -> Alert:
        """One alert. Raises NotFound."""
        with self._reads() as connection:
            found = _alerts(connection, [id])
        if not found:
            raise NotFound(f"there is no alert {id}; `vedette alerts log` shows those that rang")
        return found[0]

    def alerts(self, *, state: str | None = None, rule: str | None = None, limit: int | None = 500) -> list[Alert]:
        """Alerts, the latest that rang first."""
        rows = schema.alert
        query = select(rows.c.id).order_by(rows.c.rang.desc(), rows.c.id.desc())
        if state:
            query = query.where(rows.c.state == state)
        if rule is not None:
            query = query.where(_by(rule))
        with self._reads() as connection:
            ids = list(connection.execute(query.limit(limit)).scalars())
            found = {a.id: a for a in _alerts(connection, ids)}
        return [found[id] for id in ids]

    def rang(self, rule: str) -> int:
        """How many alerts a rule has rung."""
        with self._reads() as connection:
            return int(connection.execute(select(func.count()).select_from(schema.alert).where(_by(rule))).scalar() or 0)

    def open_alerts(self) -> int:
        """How many alerts nobody has acknowledged."""
        rows = schema.alert
        with self._reads() as connection:
            return int(connection.execute(select(func.count()).select_from(rows).where(rows.c.state == "open")).scalar() or 0)

    # -- who is told ---------------------------------------------------------------------------------------------------

    def tellings(
        self, *, alert: int | None = None, rule: str | None = None, state: str | None = None, limit: int | None = 500
    ) -> list[Told]:
        """The log of who was told, or is to be told, the latest first: of an alert, by a rule, of alerts in a state."""
        rows, alerts = schema.told, schema.alert
        query = select(rows).order_by(rows.c.id.desc()).limit(limit)
        if alert is not None:
            query = query.where(rows.c.alert == alert)
        if rule is not None:
            query = query.where(rows.c.rule == rule)
        if state is not None:
            query = query.where(rows.c.alert.in_(select(alerts.c.id).where(alerts.c.state == state)))
        with self._reads() as connection:
            return [_told(r) for r in connection.execute(query)]

    def claim(self, at: str, *, lease: int = LEASE) -> Message | None:
        """Take the next message that is due at a moment (UTC), and keep that it is under way; None where there is none.

        What was held back (quiet hours, a digest, a cooldown) goes as one message, and so does more than `MANY` at once. A message
        left under way for longer than `lease` seconds is taken again as it was, and marked as doubtful.
        """
        rows = schema.told
        left = _later(at, -lease)
        with self._writes() as connection:
            lost = select(rows).where(rows.c.state == "sending", rows.c.claimed <= left).order_by(rows.c.id).limit(1)
            doubtful = (first := connection.execute(lost).first()) is not None
            if first is None:
                ready = select(rows).where(rows.c.state == "waiting", rows.c.due <= at).order_by(rows.c.due, rows.c.id).limit(1)
                first = connection.execute(ready).first()
            if first is None:
                return None
            if first.batch:
                group = connection.execute(
                    select(rows).where(rows.c.batch == first.batch, rows.c.state != "failed").order_by(rows.c.id)
                ).all()
            else:
                same = (
                    rows.c.rule == first.rule,
                    rows.c.to == first.to,
                    rows.c.state == "waiting",
                    rows.c.due <= at,
                    rows.c.batch.is_(None),
                )
                group = connection.execute(select(rows).where(*same).order_by(rows.c.id)).all()
                if first.due == first.intended and len(group) <= MANY:
                    group = [first]
                else:
                    group = [r for r in group if r.kind == first.kind and (len(group) > MANY or r.due > r.intended)]
            ids = [r.id for r in group]
            taken = {"state": "sending", "claimed": at, "batch": first.batch or first.key, "tries": rows.c.tries + 1}
            marked = {**taken, "doubtful": True} if doubtful else taken
            connection.execute(update(rows).where(rows.c.id.in_(ids)).values(**marked))
            now_ = {r.id: _told(r) for r in connection.execute(select(rows).where(rows.c.id.in_(ids)))}
            alerts = {a.id: a for a in _alerts(connection, sorted({t.alert for t in now_.values()}))}
        items = tuple((now_[id], alerts[now_[id].alert]) for id in ids)
        return Message(key=first.batch or first.key, to=first.to, rule=first.rule, items=items)

    def sent(self, message: Message, *, at: str) -> None:
        """Keep that a message was sent."""
        rows = schema.told
        with self._writes() as connection:
            connection.execute(
                update(rows).where(rows.c.batch == message.key, rows.c.state == "sending").values(state="told", told=at, error=None)
            )

    def unsent(self, message: Message, error: str, *, at: str, final: bool = False) -> None:
        """Keep that a message could not be sent: it is tried again later, and fails after the last try, or where trying is of no use (`final`)."""
        rows = schema.told
        tries = max(t.tries for t, _ in message.items)
        over = final or tries > len(PAUSES)
        values: dict[str, Any] = {"error": error[:500], "state": "failed" if over else "waiting"}
        if not over:
            values["due"] = _later(at, PAUSES[tries - 1])
        with self._writes() as connection:
            connection.execute(update(rows).where(rows.c.batch == message.key, rows.c.state == "sending").values(**values))

    @classmethod
    def _forget_alerts(cls, connection: Connection, key: str, by: str) -> None:
        """Take the words of a report out of the alerts that rest on it; that they rang, and who was told, stays."""
        rows = schema.alert
        for row in connection.execute(select(rows.c.id, rows.c.data)).all():
            sign = load(Sign, row.data)
            if key not in sign.reports:
                continue
            changed = replace(
                sign, title=FORGOTTEN, evidence=None, source=None, facts=(), reports=tuple(r for r in sign.reports if r != key)
            )
            connection.execute(update(rows).where(rows.c.id == row.id).values(data=dump(changed)))
            cls._audit(connection, by, "words removed from alert", f"alert {row.id}", {"report": key})


def _later(at: str, seconds: int) -> str:
    return text(datetime.fromisoformat(at) + timedelta(seconds=seconds))


def _by(rule: str) -> ColumnElement[bool]:
    """That an alert was rung by a rule."""
    return schema.alert.c.rules.contains(json.dumps(rule), autoescape=True)


def _intend(connection: Connection, id: int, sign: Sign, rang: str, version: int, tells: Sequence[Tell], at: str) -> None:
    """Write down whom to tell; nobody twice of the same thing, whatever rules name them."""
    rows = schema.told
    for t in tells:
        what = f"{sign.space}\n{sign.marks[0]}\n{rang}\n{id}\n{t.to}\n{t.kind}\n{version if t.kind == 'update' else ''}"
        key = hashlib.sha256(what.encode()).hexdigest()[:32]
        if connection.execute(select(rows.c.id).where(rows.c.key == key)).first():
            continue
        base = {"alert": id, "rule": t.rule, "to": t.to, "kind": t.kind, "key": key, "due": t.due}
        connection.execute(insert(rows).values(**base, intended=at, state="waiting", tries=0, doubtful=False))


def _alerts(connection: Connection, ids: Sequence[int]) -> list[Alert]:
    out = []
    for n in range(0, len(ids), 500):
        part = ids[n : n + 500]
        marks: dict[int, list[str]] = {}
        for r in connection.execute(
            select(schema.alert_mark).where(schema.alert_mark.c.alert.in_(part)).order_by(schema.alert_mark.c.mark)
        ):
            marks.setdefault(r.alert, []).append(r.mark)
        for r in connection.execute(select(schema.alert).where(schema.alert.c.id.in_(part)).order_by(schema.alert.c.id)):
            out.append(_alert(r._mapping, marks.get(r.id, [])))
    return out


def _alert(row: Any, marks: Sequence[str]) -> Alert:
    plain = {k: row[k] for k in ("id", "rang", "updated", "version", "state", "acknowledged", "acknowledged_by", "note", "escalated")}
    return Alert(
        **plain, rules=tuple(json.loads(row["rules"])), sign=_sign(row["data"]), marks=tuple(marks), origin=tuple(json.loads(row["origin"]))
    )


def _sign(data: str) -> Sign:
    sign = load(Sign, data)
    return replace(sign, facts=tuple((k, _tuples(v)) for k, v in sign.facts))


def _tuples(value: Any) -> Any:
    """JSON has lists where facts had tuples: both must compare as equal."""
    return tuple(_tuples(v) for v in value) if isinstance(value, list) else value


def _told(row: Any) -> Told:
    return Told(**{k: v for k, v in row._mapping.items() if k != "claimed"})


def _open(connection: Connection, id: int) -> None:
    rows = schema.alert
    row = connection.execute(select(rows).where(rows.c.id == id)).first()
    if row is None:
        raise NotFound(f"there is no alert {id}; `vedette alerts log` shows those that rang")
    if row.state == "acknowledged":
        raise Conflict(f"alert {id}: {row.acknowledged_by} acknowledged it at {row.acknowledged[11:16]}Z already")
    if row.state == "withdrawn":
        raise Conflict(f"alert {id} was withdrawn")
