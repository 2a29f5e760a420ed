"""To whom something is put, and what sort of undertaking a term or a condition makes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.incidents.factories import actor, event, report, who
from tests.situation.test_undertakings import FARMERS, LEAGUE, MAYOR, MERUN, shown
from vedette.codebook.wording import words
from vedette.domain import Event, UndertakingKind
from vedette.incidents import merge
from vedette.situation import undertakings
from vedette.situation.addressing import PUBLIC, agent, by_its_name, in_headline

DRIVER = actor("two drivers")
FORCE = actor("Harbour Force", "ZQA", "MIL")


def asked(text: str, of: str, trigger: str = "asked", **more: object) -> Event:
    """A request whose object stands where it is in its sentence."""
    made = event("r03#1", "REQUEST", text.rstrip("."), about=of, trigger=trigger, evidence=text, on="2031-05-03", **more)  # type: ignore[arg-type]
    at, on = text.index(of), text.index(trigger)
    assert made.about
    return replace(
        made,
        about=replace(made.about, start=at, end=at + len(of)),
        trigger=replace(made.trigger, start=on, end=on + len(trigger)),
    )


def to(e: Event, text: str, name: str) -> Event:
    """The event with a recipient where its name stands."""
    at = text.index(name)
    return replace(e, recipients=(replace(who(actor(name)), start=at, end=at + len(name)),))


def names(*events: Event) -> list[str]:
    (u,) = [u for u in shown(*events) if u.reports == ("r03",)]
    return [a.name for a in u.to]


def test_who_only_stands_in_what_is_asked_is_not_asked() -> None:
    text = "The league asked for the release of two drivers at once."
    assert names(to(asked(text, "the release of two drivers at once", by=(LEAGUE,)), text, "two drivers")) == []


def test_who_is_to_do_what_is_asked_is_asked() -> None:
    text = "The league asked that the keepers free both drivers at once."
    assert names(to(asked(text, "the keepers free both drivers at once", by=(LEAGUE,)), text, "keepers")) in (["keepers"], [])
    text = "The league asked the wardens to free both drivers at once."
    assert names(to(asked(text, "free both drivers at once", by=(LEAGUE,)), text, "wardens")) == ["wardens"]


def test_what_is_demanded_is_not_who_is_asked() -> None:
    text = "The league demands an armed escort for every cart on the road."
    assert names(to(asked(text, "every cart on the road", "demands", by=(LEAGUE,)), text, "armed escort")) == []


def test_a_letter_tells_to_whom() -> None:
    text = "The league wrote on Monday to the commander of the Harbour Force and requested one boat a week for the islands."
    other = event("r03#2", "CONSULT", "the force met", by=(replace(FORCE, name="Harbour Force"),), on="2031-05-03")
    assert names(asked(text, "one boat a week for the islands", "requested", by=(LEAGUE,)), other) == ["Harbour Force"]


def test_what_an_office_guarantees_to_nobody_is_told_the_public() -> None:
    made = event(
        "r03#1",
        "AGREE",
        "The mayor guaranteed a vote without arms in June",
        by=(MAYOR,),
        about="a vote without arms in June",
        trigger="guaranteed",
    )
    (u,) = shown(made)
    assert (u.kind, u.to) == ("promise", (PUBLIC,))


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (asked("The league gave the mayor until Friday to free the drivers.", "free the drivers", "gave", by=(LEAGUE,), to=(MAYOR,)), "ultimatum"),
        (asked("The league set a deadline for the mayor to free the drivers.", "free the drivers", "set", by=(LEAGUE,), to=(MAYOR,)), "ultimatum"),
        (asked("The league asked the mayor to free the drivers.", "free the drivers", by=(LEAGUE,), to=(MAYOR,)), "request"),
        (
            event("r03#1", "THREATEN", "The league would walk out", by=(LEAGUE,), modality="hypothetical", about="walk out of the mill",
                  evidence="If wages are not paid, the league would walk out of the mill."),
            "threat",
        ),
        (
            event("r03#1", "AGREE", "The farmers vowed to block the road", by=(FARMERS,), to=(MERUN,), trigger="vowed",
                  about="block every road should the soldiers return"),
            "threat",
        ),
        (
            event("r03#1", "AGREE", "The mayor decided to move the market", by=(MAYOR,), trigger="decided", about="move the cattle market"),
            "decision",
        ),
        (
            replace(asked("The league decided on Saturday to submit a formal request to Merun to free the drivers.",
                          "a formal request to Merun to free the drivers", "submit", by=(LEAGUE,), to=(MERUN,)), modality="planned"),
            "request",
        ),
        (
            replace(asked("The league decided on Saturday to ask Merun to free the drivers.", "free the drivers", "ask", by=(LEAGUE,),
                          to=(MERUN,)), modality="planned"),
            "decision",
        ),
    ],
)  # fmt: skip
def test_kinds_by_term_condition_and_harm(made: Event, kind: UndertakingKind) -> None:
    (u,) = shown(made)
    assert u.kind == kind


def test_a_term_in_days_ends_on_a_day() -> None:
    made = asked("The league gave the mayor ten days to free the drivers.", "free the drivers", "gave", by=(LEAGUE,), to=(MAYOR,))
    held = {"r03": report("r03", "2031-05-03", made.evidence.text)}
    (u,) = undertakings(merge([made], held, ()), [made], held, "2031-05-10")
    assert (u.kind, u.due, u.outcome) == ("ultimatum", "2031-05-13", "pending")


def test_where_it_lies_is_not_to_whom_it_is_promised() -> None:
    text = "The front offered to lay down its arms for land titles in four villages north of Sindan."
    made = event(
        "r03#1",
        "AGREE",
        text.rstrip("."),
        by=(LEAGUE,),
        about=text[text.index("lay") : -1],
        trigger="offered",
        evidence=text,
        on="2031-05-03",
    )
    assert made.about
    made = replace(made, about=replace(made.about, start=text.index("lay"), end=len(text) - 1))
    (u,) = shown(to(made, text, "Sindan"))
    assert "Sindan" not in [a.name for a in u.to]


@pytest.mark.parametrize(
    ("title", "by", "to"),
    [
        ("Carters warn Velin town of walkout over wages", ["Carters"], ["Velin town"]),
        ("Clan gives rivals three days to quit over wages", ["Clan"], ["rivals"]),
        ("KLBT calls for wages to be paid", ["KLBT"], []),
        ("Wages are late again in Velin", [], []),
        ("Carters warn Velin of floods", [], []),
    ],
)
def test_a_headline_tells_who_puts_what_to_whom(title: str, by: list[str], to: list[str]) -> None:
    found = in_headline(title, words("wages"), {})
    assert tuple([a.name for a in side] for side in found) == (by, to)


def test_a_headline_names_the_body_that_its_report_describes() -> None:
    made = event(
        "r03#1", "REQUEST", "The carters' body asked for the release of the poet", by=(actor("carters' body"),), about="the release of the poet at once",
        trigger="asked", on="2031-05-03", evidence="The carters' body asked for the release of the poet at once.",
    )  # fmt: skip
    held = {"r03": report("r03", "2031-05-03", made.evidence.text, title="KLBT calls for release of poet")}
    (u,) = undertakings(merge([made], held, ()), [made], held, "2031-05-10")
    assert [a.name for a in u.by] == ["carters' body", "KLBT"]


def test_a_body_is_called_by_the_one_name_beside_what_it_is() -> None:
    gang = actor("armed group")
    made = event("r03#1", "THREATEN", "It threatened to burn the mill", by=(gang,))
    assert by_its_name(gang, made, "The armed group Sons of Tarn forbade it. It threatened to burn the mill.").name == "Sons of Tarn"
    assert by_its_name(gang, made, "The armed group Red Fork fought the armed group Blue Fork.").name == "armed group"
    assert by_its_name(MAYOR, made, "The mayor Petra Olin spoke.") == MAYOR


def test_the_agent_of_a_passive_asks() -> None:
    text = "The elders were told by the harbour commander that they have ten days to give up their rifles."
    made = event("r03#1", "THREATEN", "The elders were told", to=(actor("elders"),), evidence=text, trigger="told")
    made = replace(made, trigger=replace(made.trigger, start=16, end=20))
    commander = actor("harbour commander", "ZQA", "MIL")
    assert agent(made, {"harbour commander": commander, "elders": actor("elders")}) == (commander,)
    assert agent(made, {"elders": actor("elders")}) == ()


@pytest.mark.parametrize(
    ("text", "about", "name"),
    [
        ("The league demanded that Anna Karu be set free at once.", "Anna Karu be set free at once", "Anna Karu"),
        ("The league demanded the arrest of the killers at once.", "the arrest of the killers at once", "arrest of the killers"),
    ],
)
def test_who_is_to_be_freed_or_arrested_is_not_asked(text: str, about: str, name: str) -> None:
    assert names(to(asked(text, about, "demanded", by=(LEAGUE,)), text, name)) == []
