"""From pictures to people: what is written down before it is sent, sent once, tried again, held back, escalated, forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.incidents.factories import report
from tests.situation.test_alerts import EMPTY, SHOTS, incident, picture, shots
from vedette.domain import Alert, Coded, Picture, Rule
from vedette.errors import Conflict, NotFound, Refused, Unreachable, UsageError
from vedette.pipeline.alerting import deliver, escalate, rehearsed, ring, try_out
from vedette.pipeline.channels import Settings
from vedette.store import Store
from vedette.store.alerts import LEASE, MANY, PAUSES, Message

T0, T1, T2 = "2031-05-10T12:00:00Z", "2031-05-10T12:05:00Z", "2031-05-10T13:00:00Z"
MAIL, HOOK = "mailto:duty@example.org", "https://hook.example/x"


class Post:
    """A channel that keeps what it sends, or fails as it is told to."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.fail: BaseException | None = None

    def __call__(self, message: Message, settings: Settings) -> None:
        if self.fail is not None and not isinstance(self.fail, KeyboardInterrupt):
            raise self.fail
        self.sent.append(message)
        if self.fail is not None:
            raise self.fail

    @property
    def told(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(m.to, tuple(a.sign.title for _, a in m.items)) for m in self.sent]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "v.db")
    yield store
    store.close()


@pytest.fixture
def post() -> Post:
    return Post()


def rule(store: Store, **more: object) -> Rule:
    return store.put_rule(replace(SHOTS, **{"to": (MAIL,), "since": T0, **more}), by="me")  # type: ignore[arg-type]


def one(*keys: str, **more: Any) -> Picture:
    events = tuple(shots(k) for k in keys or ("a",))
    return picture(incident(*events, **more), events=events)


def many(n: int) -> Picture:
    events = tuple(shots(f"r{k}") for k in range(n))
    return picture(*(incident(e, title=f"shots {e.report}") for e in events), events=events)


def at(store: Store, before: Picture | None, after: Picture, now: str, post: Post) -> list[Alert]:
    return ring(store, before, after, now, settings=Settings(), sender=post)


def test_one_incident_is_told_once_and_updated_in_place(store: Store, post: Post) -> None:
    rule(store)
    (alert,) = at(store, EMPTY, one("a"), T0, post)
    assert at(store, one("a"), one("a"), T1, post) == []
    assert at(store, one("a"), one("a", "b", independent_sources=2, disputed=True), T2, post) == []
    assert at(store, None, one("a", "b"), T2, post) == []  # after a restart
    assert post.told == [(MAIL, ("gunmen shot at a patrol",))]
    changed = store.alert(alert.id)
    assert (changed.version, changed.updated) == (3, T2)
    assert changed.marks == ("a@0", "b@0")
    assert [(t.state, t.told, t.tries) for t in store.tellings()] == [("told", T0, 1)]


def test_who_asked_for_updates_is_told_of_changes(store: Store, post: Post) -> None:
    rule(store, updates=True)
    at(store, EMPTY, one("a"), T0, post)
    at(store, one("a"), one("a", disputed=True), T1, post)
    assert [t.kind for m in post.sent for t, _ in m.items] == ["ring", "update"]


def test_two_rules_with_one_address_tell_it_once(store: Store, post: Post) -> None:
    rule(store)
    store.put_rule(Rule(name="Violence", about=("incident",), types=("ASSAULT",), to=(MAIL, HOOK), since=T0), by="me")
    (alert,) = at(store, EMPTY, one("a"), T0, post)
    assert alert.rules == ("Shots", "Violence")
    assert sorted(to for to, _ in post.told) == [HOOK, MAIL]


def test_a_rule_made_later_joins_without_telling_old_news(store: Store, post: Post) -> None:
    rule(store)
    at(store, EMPTY, one("a"), T0, post)
    store.put_rule(Rule(name="Later", about=("incident",), to=(HOOK,), since="2031-06-01T00:00:00Z"), by="me")
    at(store, one("a"), one("a", disputed=True), T1, post)
    assert len(post.sent) == 1


def test_what_ends_the_program_while_it_sends_loses_nothing_and_repeats_under_the_same_key(store: Store, post: Post) -> None:
    rule(store)
    post.fail = KeyboardInterrupt()  # after it was sent, before that was written down
    with pytest.raises(KeyboardInterrupt):
        at(store, EMPTY, one("a"), T0, post)
    post.fail = None
    assert at(store, None, one("a"), T1, post) == []  # it rang; the message is taken again after its lease: by then its sender has ended
    first, second = post.sent
    assert (first.key, second.key) == (second.key, first.key)
    (told,) = store.tellings()
    assert (told.state, told.doubtful, told.tries) == ("told", True, 2)
    assert deliver(store, T2, settings=Settings(), sender=post) == 0


def test_a_message_under_way_is_not_taken_by_another(store: Store, post: Post) -> None:
    rule(store)
    post.fail = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        at(store, EMPTY, one("a"), T0, post)
    assert store.claim(T0) is None
    assert store.claim("2031-05-10T12:01:59Z") is None
    assert LEASE == 120
    assert store.claim("2031-05-10T12:02:00Z") is not None


def test_the_alert_and_the_intention_to_tell_are_one(store: Store, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    rule(store)

    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("vedette.store.alerts._intend", broken)
    with pytest.raises(KeyboardInterrupt):
        at(store, EMPTY, one("a"), T0, post)
    assert store.alerts() == []
    monkeypatch.undo()
    assert len(at(store, None, one("a"), T1, post)) == 1
    assert len(post.sent) == 1


def test_what_cannot_be_sent_is_tried_again_later_and_at_last_failed(store: Store, post: Post) -> None:
    rule(store)
    post.fail = Unreachable("the server is away")
    at(store, EMPTY, one("a"), T0, post)
    (told,) = store.tellings()
    assert (told.state, told.error, told.tries, told.due) == ("waiting", "the server is away", 1, "2031-05-10T12:00:30Z")
    assert deliver(store, "2031-05-10T12:00:29Z", settings=Settings(), sender=post) == 0
    assert store.tellings()[0].tries == 1
    for _ in range(len(PAUSES)):
        deliver(store, min(t.due for t in store.tellings() if t.state == "waiting"), settings=Settings(), sender=post)
    assert [(t.state, t.tries) for t in store.tellings()] == [("failed", len(PAUSES) + 1)]


def test_what_is_refused_is_not_tried_again_and_holds_up_no_other(store: Store, post: Post) -> None:
    rule(store, to=(HOOK, MAIL))

    def sender(message: Message, settings: Settings) -> None:
        if message.to == HOOK:
            raise Refused("404")
        post(message, settings)

    ring(store, EMPTY, one("a"), T0, settings=Settings(), sender=sender)
    assert {t.to: t.state for t in store.tellings()} == {HOOK: "failed", MAIL: "told"}


def test_a_fault_in_a_channel_does_not_end_the_watch(store: Store, post: Post) -> None:
    rule(store)
    post.fail = ZeroDivisionError("x")
    assert len(at(store, EMPTY, one("a"), T0, post)) == 1
    assert "ZeroDivisionError" in (store.tellings()[0].error or "")


def test_quiet_hours_hold_back_and_tell_all_as_one(store: Store, post: Post) -> None:
    rule(store, quiet=("11:00", "14:00"))
    at(store, EMPTY, many(2), T0, post)
    assert post.sent == []
    deliver(store, "2031-05-10T14:00:00Z", settings=Settings(), sender=post)
    assert post.told == [(MAIL, ("shots r0", "shots r1"))]


def test_a_cooldown_tells_the_first_at_once_and_the_next_together(store: Store, post: Post) -> None:
    rule(store, cooldown=60)
    first, second, third = many(1), many(2), many(3)
    at(store, EMPTY, first, T0, post)
    at(store, first, second, T1, post)
    at(store, second, third, "2031-05-10T12:30:00Z", post)
    assert post.told == [(MAIL, ("shots r0",))]
    deliver(store, T2, settings=Settings(), sender=post)
    assert post.told[1:] == [(MAIL, ("shots r1", "shots r2"))]


def test_very_many_at_once_are_one_message(store: Store, post: Post) -> None:
    rule(store)
    at(store, EMPTY, many(MANY + 3), T0, post)
    assert [len(m.items) for m in post.sent] == [MANY + 3]


def test_a_batch_that_failed_goes_again_as_it_was(store: Store, post: Post) -> None:
    rule(store, digest="14:00")
    at(store, EMPTY, many(2), T0, post)
    post.fail = Unreachable("away")
    deliver(store, "2031-05-10T14:00:00Z", settings=Settings(), sender=post)
    at(store, many(2), many(3), "2031-05-10T14:00:10Z", post)
    post.fail = None
    deliver(store, "2031-05-10T14:01:00Z", settings=Settings(), sender=post)
    deliver(store, "2031-05-11T14:00:00Z", settings=Settings(), sender=post)
    assert [t for _, t in post.told] == [("shots r0", "shots r1"), ("shots r2",)]


def test_what_nobody_acknowledges_is_escalated_once(store: Store, post: Post) -> None:
    rule(store, escalate=30, escalate_to=("mailto:chief@example.org",), quiet=("20:00", "21:00"))
    (alert,) = at(store, EMPTY, one("a"), T0, post)
    escalate(store, "2031-05-10T12:29:00Z")
    deliver(store, "2031-05-10T12:29:00Z", settings=Settings(), sender=post)
    assert len(post.sent) == 1
    for _ in range(2):
        at(store, one("a"), one("a"), "2031-05-10T12:30:00Z", post)
    assert [to for to, _ in post.told] == [MAIL, "mailto:chief@example.org"]
    assert store.alert(alert.id).escalated == "2031-05-10T12:30:00Z"


def test_who_acknowledges_stops_the_escalation(store: Store, post: Post) -> None:
    rule(store, escalate=30, escalate_to=("mailto:chief@example.org",))
    (alert,) = at(store, EMPTY, one("a"), T0, post)
    assert store.open_alerts() == 1
    done = store.acknowledge(alert.id, by="analyst 1", note=" patrol  sent ")
    assert (done.state, done.acknowledged_by, done.note) == ("acknowledged", "analyst 1", "patrol sent")
    at(store, one("a"), one("a"), T2, post)
    assert len(post.sent) == 1
    assert store.open_alerts() == 0
    with pytest.raises(Conflict, match="analyst 1 acknowledged"):
        store.acknowledge(alert.id, by="analyst 2")
    with pytest.raises(NotFound):
        store.acknowledge(99, by="analyst 2")


def test_neither_failing_to_tell_nor_updates_hold_up_the_escalation(store: Store, post: Post) -> None:
    rule(store, escalate=30, escalate_to=("mailto:chief@example.org",), updates=True)
    post.fail = Unreachable("the server is away")
    (alert,) = at(store, EMPTY, one("a"), T0, post)
    for n in range(5):
        deliver(store, f"2031-05-10T12:{5 * n + 1:02d}:00Z", settings=Settings(), sender=post)
    assert store.tellings()[0].due > "2031-05-10T12:30:00Z"
    at(store, one("a"), one("a", disputed=True), "2031-05-10T12:29:00Z", post)
    escalate(store, "2031-05-10T12:29:59Z")
    assert store.alert(alert.id).escalated is None
    escalate(store, "2031-05-10T12:30:00Z")
    assert store.alert(alert.id).escalated == "2031-05-10T12:30:00Z"


def test_a_further_try_is_no_later_ring(store: Store, post: Post) -> None:
    rule(store, cooldown=60)
    post.fail = Unreachable("the server is away")
    (alert,) = at(store, EMPTY, one("a"), T0, post)
    assert store.tellings()[0].due > T0
    assert store.last_ring("Shots", alert.sign.area) == T0


def test_what_is_withdrawn_from_a_message_that_failed_is_not_sent_with_the_rest(store: Store, post: Post) -> None:
    rule(store)
    post.fail = Unreachable("the server is away")
    first, *others = at(store, EMPTY, many(MANY + 1), T0, post)
    assert {t.state for t in store.tellings()} == {"waiting"}
    store.withdraw_alert(first.id, by="analyst 1", note="no shots")
    post.fail = None
    deliver(store, T2, settings=Settings(), sender=post)
    assert {a.id for m in post.sent for _, a in m.items} == {a.id for a in others}
    assert {t.alert: t.state for t in store.tellings()} == {first.id: "failed", **{a.id: "told" for a in others}}


def test_what_an_analyst_rejects_is_withdrawn(store: Store, post: Post) -> None:
    rule(store, quiet=("11:00", "14:00"))
    (alert,) = at(store, EMPTY, one("a"), T0, post)
    at(store, one("a"), one("a", status="rejected", decided="analyst 1"), T1, post)
    assert store.alert(alert.id).state == "withdrawn"
    assert deliver(store, "2031-05-10T15:00:00Z", settings=Settings(), sender=post) == 0


def test_rules_are_kept_changed_and_removed_with_an_audit_trail(store: Store, post: Post) -> None:
    made = store.put_rule(replace(SHOTS, to=(MAIL,)), by="me")
    assert made.since is not None
    assert store.put_rule(replace(SHOTS, to=(HOOK,)), by="me").since == made.since
    assert store.rule("Shots").to == (HOOK,)
    store.drop_rule("Shots", by="me")
    with pytest.raises(NotFound, match="none so far"):
        store.rule("Shots")
    assert [r["action"] for r in store.history("Shots")] == ["rule set", "rule set", "rule removed"]


def test_a_rule_that_is_removed_tells_nothing_more_and_its_log_stays(store: Store, post: Post) -> None:
    rule(store, quiet=("11:00", "14:00"))
    at(store, EMPTY, one("a"), T0, post)
    store.drop_rule("Shots", by="me")
    assert deliver(store, "2031-05-10T15:00:00Z", settings=Settings(), sender=post) == 0
    assert [(t.state, t.error) for t in store.tellings()] == [("failed", "the rule was removed")]


def test_forgetting_a_report_takes_its_words_out_of_the_alerts(store: Store, post: Post) -> None:
    store.add(report("a", text="gunmen shot at a patrol."), (), Coded(relevant=True))
    rule(store)
    (alert,) = at(store, EMPTY, one("a"), T0, post)
    store.forget("a", reason="asked", by="me")
    kept = store.alert(alert.id)
    assert "gunmen" not in json.dumps([kept.sign.title, kept.sign.evidence, str(kept.sign.facts)])
    assert kept.rang == T0
    assert len(store.tellings()) == 1


def test_alerts_are_found_by_rule_and_state(store: Store, post: Post) -> None:
    rule(store, name='A "quoted" %_rule')
    (alert,) = at(store, EMPTY, one("a"), T0, post)
    assert [a.id for a in store.alerts(rule='A "quoted" %_rule')] == [alert.id]
    assert store.alerts(rule="rule") == []
    assert store.alerts(state="acknowledged") == []


def test_a_trial_says_what_is_wrong_with_each_address(store: Store, post: Post) -> None:
    found = try_out(store, replace(SHOTS, to=(MAIL,), escalate_to=(MAIL, HOOK)), settings=Settings(), sender=post)
    assert found == [(MAIL, None), (HOOK, None)]
    assert "trial" in post.told[0][1][0]
    post.fail = UsageError("no mail server")
    assert try_out(store, replace(SHOTS, to=(MAIL,)), settings=Settings(), sender=post) == [(MAIL, "no mail server")]


def test_a_rehearsal_replays_what_was_known_day_by_day(store: Store) -> None:
    for key, day in (("a", "2031-05-10"), ("b", "2031-05-12")):
        e = shots(key, on=day, at="Velin" if key == "a" else "Dorim")
        store.add(report(key, day, text="gunmen shot at a patrol. " + key), (), Coded(events=(e,), relevant=True))
    found = rehearsed(store, [SHOTS], "2031-05-01")
    assert [(r.at, r.rules) for r in found] == [("2031-05-10", ("Shots",)), ("2031-05-12", ("Shots",))]
    assert [r.at for r in rehearsed(store, [SHOTS], "2031-05-11")] == ["2031-05-12"]
    assert rehearsed(store, [SHOTS], "2031-05-01", "2031-05-09") == []
    with pytest.raises(UsageError, match="not a day"):
        rehearsed(store, [SHOTS], "yesterday")
