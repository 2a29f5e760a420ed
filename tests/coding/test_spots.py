"""Which of a report's places an event was at: the learnt choice, and what bounds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.coding.conftest import Coder
from vedette.coding import spots


def where(coder: Coder, text: str, trigger: str) -> tuple[str | None, str | None]:
    """Where the event on a word was by its own sentence, and by the story."""
    (found,) = [e for e in coder.code(text, "2024-03-12").events if e.trigger.text == trigger]
    return found.place.name if found.place else None, found.scene.name if found.scene else None


@dataclass
class Fixed:
    """A net that likes for each event the mention of an index (in the order of the text) by some log-odds."""

    likes: int
    by: float = 10.0

    def scores(self, candidates: NDArray[np.float32], events: NDArray[np.float32], of: Sequence[int]) -> NDArray[np.float32]:
        out = np.zeros(len(candidates), np.float32)
        for at in set(of):
            out[of.index(at) + self.likes] = self.by
        return out


def liking(monkeypatch: pytest.MonkeyPatch, index: int, by: float = 10.0) -> None:
    monkeypatch.setattr(spots, "net", lambda: Fixed(index, by))


TWO = "Crowds marched in Kindia on Monday. In Labé, police killed two men."


def test_the_weights_fit_the_marks(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    net = spots.net()
    assert net is not None
    seen = []
    real = spots.Net.scores

    def noted(self: spots.Net, candidates: NDArray[np.float32], events: NDArray[np.float32], of: Sequence[int]) -> NDArray[np.float32]:
        seen.append((candidates, events, of))
        return real(self, candidates, events, of)

    monkeypatch.setattr(spots.Net, "scores", noted)
    coder.code(f"KINDIA, Guinea (Wire) - {TWO}", "2024-03-12")
    assert seen
    for candidates, events, of in seen:
        assert candidates.shape == (len(of), len(net.straight))
        assert events.shape == (max(of) + 1, len(net.hidden) - len(net.straight))
        assert not candidates[:, 0].any()  # the mark of "nowhere told"


def test_the_marks_of_a_mention_do_not_depend_on_what_is_weighed_with_it(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    real = spots.Spots.marks

    def noted(self: spots.Spots, told: spots.Told, asked: Sequence[tuple[int, list[int]]]) -> NDArray[np.float32]:
        seen.append((self, told, asked, real(self, told, asked)))
        return seen[-1][-1]

    monkeypatch.setattr(spots.Spots, "marks", noted)
    text = f"{TWO} Soldiers shelled Labé and burned a market in Kindia. The dead were buried near Labé."
    coder.code(f"KINDIA, Guinea (Wire) - {text}", "2024-03-12")
    monkeypatch.undo()
    ((own, told, asked, found),) = seen
    assert len(asked) > 2
    rows = iter(found)
    for at, mentions in asked:
        all_ = own.candidates(at, told, mentions)
        assert all_[-1, 0] == 1  # the last is "nowhere told"
        assert not all_[-1, 1:].any()
        for row, n in zip(all_[:-1], mentions, strict=True):
            assert np.array_equal(own.marks(told, [(at, [n])])[0], row)
            assert np.array_equal(next(rows), row)


def test_the_score_of_a_place_does_not_depend_on_the_others() -> None:
    net = spots.net()
    assert net is not None
    given = np.random.default_rng(7).random((5, len(net.straight)), np.float32)
    event = np.ones((1, len(net.hidden) - len(net.straight)), np.float32)
    other = np.concatenate([0 * event, event])
    of = [1, 0, 1, 1, 0]
    assert np.allclose(net.scores(given, other, of)[2:3], net.scores(given[2:3], event, [0]), atol=1e-3)


def test_the_likeliest_place_is_where_it_was(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    liking(monkeypatch, 1)
    assert where(coder, TWO, "killed") == ("Labé", None)
    liking(monkeypatch, 0)
    assert where(coder, TWO, "killed") == (None, "Kindia")  # another sentence's place is where the story is
    (killed,) = [e for e in coder.code(TWO, "2024-03-12").events if e.trigger.text == "killed"]
    assert killed.places[:1] == (0,)


def test_a_place_must_surely_be_likelier(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    liking(monkeypatch, 0, spots.SURE / 2)
    assert where(coder, TWO, "killed") == ("Labé", None)


@pytest.mark.parametrize(
    ("text", "likes", "trigger", "place"),
    [
        ("Police killed two men in Labé on Monday. Guinea is calm otherwise.", 1, "killed", ("Labé", None)),  # a country
        ("KINDIA, Guinea (Wire) - Police killed two men in Labé on Monday.", 0, "killed", ("Labé", None)),  # the dateline's
        ("Police killed two men in Labé. Soldiers sent from Kindia looked on.", 1, "killed", ("Labé", None)),  # whence somebody came
        ("Rebels attacked the town of Labé. The army, based in Kindia, shelled it.", 1, "shelled", (None, "Labé")),  # of the subject
        ("Gunmen shot two men at 9.5350, -13.6770 on Monday. Labé was calm.", 1, "shot", ("9.5350, -13.6770", None)),  # a position stands
        (
            "1. KANO. 0610h: patrol met elders.\n\n2. GOMBE. 0930h: Police passed.\nTwo lorries were seized by armed men.",
            0,
            "seized",
            (None, "Gombe"),
        ),  # a heading
        ("Crowds marched in Kindia. The governor, in Labé, demanded the withdrawal of the army.", 0, "demanded", ("Labé", None)),  # words
        ("Police arrested two men. Others fled. In Kindia the market was shut.", 0, "arrested", (None, None)),  # nowhere told
    ],
)
def test_what_stands_whatever_the_net_says(
    text: str, likes: int, trigger: str, place: tuple[str | None, str | None], coder: Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spots, "net", lambda: None)
    assert where(coder, text, trigger) == place  # the rules alone
    liking(monkeypatch, likes)
    assert where(coder, text, trigger) == place


def test_a_long_report_takes_no_more_than_its_events_times_its_places(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: places are compared by key, once for each event."""
    calls = 0
    real = spots.same

    def counted(a: object, b: object) -> bool:
        nonlocal calls
        calls += 1
        return real(a, b)  # type: ignore[arg-type]

    monkeypatch.setattr(spots, "same", counted)
    made = []
    for n in (5, 10):
        calls = 0
        found = coder.code("\n\n".join([TWO] * n), "2024-03-12").events
        made.append(calls / len(found))
    assert made[1] < 2.5 * made[0]
