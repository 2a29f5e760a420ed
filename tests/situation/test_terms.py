from __future__ import annotations

import pytest

from vedette.situation.terms import holds_for, term, term_told


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The clan gave its rivals seventy-two hours to clear the field.", 3),
        ("Pay within a fortnight, the letter said.", 14),
        ("Take the men back in ten days or no wagon crosses.", 10),
        ("They set a deadline of seven days for the toll posts.", 7),
        ("A 48-hour ultimatum was read from the tower.", 2),
        ("The villages have fourteen days to give up their rifles.", 14),
        ("The court has twenty working days to rule.", 28),
        ("It would answer within 15 working days.", 21),
        ("All would be gone within 24 to 48 hours.", 2),
        ("The ban will be looked at again after two weeks.", 14),
        ("He left the valley two weeks ago.", None),
        ("She was in office for three months.", None),
        ("They asked for two of the four wells.", None),
    ],
)
def test_terms_in_words(text: str, days: int | None) -> None:
    assert term(text) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The two clans agreed to a 21-day truce.", 21),
        ("A truce of 72 hours from Friday was signed.", 3),
        ("The crossing would be closed for two weeks.", 14),
        ("The battalion will stay not longer than sixty days.", 60),
        ("They prolonged the ceasefire by 30 days.", 30),
        ("He was held for 40 days now.", None),
        ("The council met two weeks later.", None),
    ],
)
def test_how_long_it_is_to_hold(text: str, days: int | None) -> None:
    assert holds_for(text) == days


def test_the_next_sentence_may_set_the_term() -> None:
    text = "The committee told the firm to repay."
    assert term_told(text, f"{text} It gave it 21 days. Rain fell.") == 21
    assert term_told(text, f"{text} Rain fell for 21 days.") is None
    assert term_told(text, f"Rain fell. {text}") is None
