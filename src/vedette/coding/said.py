"""Rows of what someone says will or must be, which no row of the table of triggers names."""

from __future__ import annotations

from dataclasses import replace

from vedette.codebook.triggers import Check, Trigger

MUST = Trigger(
    head="must",
    rest=(),
    pos="v",
    checks=(),
    type="REQUEST",
    mode=None,
    condition=None,
    phase=None,
    roles="must",
    frame="-",
    note="what someone says another must do",
)
PROMISE = replace(MUST, head="will", type="COOPERATE", roles="s>", note="what someone says he will do")
TO_COME = replace(PROMISE, type="NONE", note="what is said to come")
HARM_TO_COME = replace(PROMISE, type="THREATEN", note="harm that is said to come on a condition")
REFUSAL = replace(PROMISE, type="REJECT", checks=(Check(kind="neg"),), note="what someone says he will not do")
REFUSED = replace(REFUSAL, head="no", roles="s>o", note="what someone says there will not be or cannot be had")
ALLEGED = replace(
    MUST, head="evidence", pos="n", type="ACCUSE", mode="allege", roles="n", note="what someone says he can prove against others"
)
OWN_WORD = (PROMISE, TO_COME, HARM_TO_COME, REFUSAL, REFUSED)
"""Rows of what someone says or writes will be, without a trigger."""
