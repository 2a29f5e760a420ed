"""What people decide about incidents: confirm, reject, merge, keep apart, split, edit, grade, undo; holds; what to look at next."""

from vedette.review.decide import (
    confirm,
    edit,
    find,
    grade,
    history,
    hold,
    keep_apart,
    merge,
    reject,
    release,
    split,
    undo,
    version,
    versions,
)
from vedette.review.rank import Queued, Suggestion, casualties, differences, queue, suggestions

__all__ = [
    "Queued",
    "Suggestion",
    "casualties",
    "confirm",
    "differences",
    "edit",
    "find",
    "grade",
    "history",
    "hold",
    "keep_apart",
    "merge",
    "queue",
    "reject",
    "release",
    "split",
    "suggestions",
    "undo",
    "version",
    "versions",
]
