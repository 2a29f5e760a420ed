"""A sentence that may tell what came of an earlier matter."""

from __future__ import annotations

from dataclasses import dataclass

FOLLOWED = ("nothing", "open", "part", "done", "not")
"""What a sentence says of a matter: nothing; that it goes on and nothing is settled; that it was done, or ended, in part; that it was granted, kept, carried out, or
ended; that it was refused, broken, dropped.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """An undertaking (`by` whom, `to` whom) or a state (`where`), `what` it is and the sentences that `told` it first, and the `text` of a sentence `days` later, with the one
    `before` it and the `title` of its report. What is not known is "".
    """

    kind: str
    what: str
    told: str
    by: str = ""
    to: str = ""
    where: str = ""
    title: str = ""
    before: str = ""
    text: str
    days: int
