from __future__ import annotations

import pytest

from vedette.domain import FOLLOWED, FollowUp
from vedette.situation.heeded import ABOUT, DONE, about_signs, done_signs, heed

MATTER = FollowUp(
    kind="request", by="Tarn Carters' League", to="", what="six ambulances for Velin", told="The Tarn Carters' League asked for six ambulances for Velin on 3 May.", text="", days=0
)  # fmt: skip
SURE = dict(zip(FOLLOWED, (0.1, 0.05, 0.05, 0.75, 0.05), strict=True))


def pair(text: str, days: int = 6, kind: str = "request") -> FollowUp:
    return FollowUp(kind=kind, by=MATTER.by, to="", what=MATTER.what, told=MATTER.told, text=text, days=days)


def test_what_shares_the_matters_words_is_heeded_sooner() -> None:
    near = heed(pair("The six ambulances reached Velin on Friday."), list(SURE.values()), 0.6, own=False)
    far = heed(pair("A bakery opened in Dorim on Friday."), list(SURE.values()), 0.0, own=False)
    assert 0 < far < 0.15 < near < 1


@pytest.mark.parametrize("state", [False, True])
def test_it_is_heeded_the_sooner_the_surer_the_model_is(state: bool) -> None:
    told = pair("The six ambulances reached Velin on Friday.")
    shares = [heed(told, [0.95 - p, 0.02, 0.02, p, 0.01], 0.6, own=False, state=state) for p in (0.05, 0.3, 0.6, 0.9)]
    assert shares == sorted(shares)
    assert shares[-1] > 1.5 * shares[0]


def test_nothing_to_go_by_is_no_error() -> None:
    empty = FollowUp(kind="closure", what="", told="", text="", days=0)
    assert 0 <= heed(empty, [1.0, 0.0, 0.0, 0.0, 0.0], 0.0, own=True, state=True) <= 1
    assert len(about_signs(empty, [0.0, 0.0, 0.0, 1.0, 0.0], 0.0, own=False)) == len(ABOUT)
    assert len(done_signs(empty, [0.0, 0.0, 0.0, 0.0, 0.0], own=False)) == len(DONE)


def test_the_signs_count_what_is_common() -> None:
    found = dict(
        zip(ABOUT, about_signs(pair("Velin has 6 ambulances, the League said on 3 May."), list(SURE.values()), 0.4, own=False), strict=True)
    )
    assert (found["names"], found["numbers"], found["own report"], found["alike"]) == (2.0, 1.0, 0.0, 0.4)
    assert found["parties"] == 1.0
    assert 0 < found["told"] < 1
