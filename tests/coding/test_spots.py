"""Which of a report's places an event was at: the learnt choice, and what bounds it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.coding.conftest import Coder
from vedette.coding import spots


def where(coder: Coder, text: str, trigger: str) -> str | None:
    """The place of the event on a word."""
    (found,) = [e for e in coder.code(text, "2024-03-12").events if e.trigger.text == trigger]
    place = found.place or found.scene
    return place.name if place else None


def test_the_weights_fit_the_marks() -> None:
    net = spots.net()
    assert net is not None
    of_place, of_event = len(net.straight), len(net.hidden) - len(net.straight)
    assert net.hidden.shape[1] == len(net.bias) == len(net.out)
    assert np.isfinite(net.scores(np.zeros((3, of_place), np.float32), np.ones(of_event, np.float32))).all()


def test_scores_do_not_depend_on_the_other_candidates() -> None:
    net = spots.net()
    assert net is not None
    given = np.random.default_rng(7).random((5, len(net.straight)), np.float32)
    event = np.ones(len(net.hidden) - len(net.straight), np.float32)
    assert np.allclose(net.scores(given, event)[2:3], net.scores(given[2:3], event), atol=1e-4)


def test_the_marks_of_every_report_are_as_many_as_the_weights(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    net = spots.net()
    assert net is not None
    seen = []
    real = spots.Spots.candidates

    def noted(self: spots.Spots, *given: object) -> object:
        seen.append(real(self, *given))  # type: ignore[arg-type]
        return seen[-1]

    monkeypatch.setattr(spots.Spots, "candidates", noted)
    coder.code(
        "KINDIA, Guinea (Wire) - Police killed two men in Labé on Monday. Soldiers from Mamou looked on. Shops were burned.", "2024-03-12"
    )
    assert seen
    assert {x.shape[1] for x in seen} == {len(net.straight)}
    assert all(x[-1, 0] == 1 and not x[-1, 1:].any() for x in seen)  # the last candidate is "nowhere told"


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        # the rules chose a position, or a paragraph's heading: those stand
        ("Gunmen shot two men at 9.5350, -13.6770 on Monday, said the police in Labé.", "shot", "9.5350, -13.6770"),
        # no country or region takes the place of a town that the rules chose
        ("Police killed two men in Labé on Monday. Guinea is calm otherwise.", "killed", "Labé"),
        # nor does whence somebody came
        ("Crowds marched in Kindia. Soldiers sent from Labé looked on. Police arrested two men.", "arrested", "Kindia"),
    ],
)
def test_what_the_rules_chose_stands(coder: Coder, text: str, trigger: str, place: str) -> None:
    assert where(coder, text, trigger) == place


def test_without_weights_the_rules_decide(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spots, "net", lambda: None)
    assert where(coder, "Police killed two men in Labé on Monday.", "killed") == "Labé"
