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
)

__all__ = [
    "confirm",
    "edit",
    "find",
    "grade",
    "history",
    "hold",
    "keep_apart",
    "merge",
    "reject",
    "release",
    "split",
    "undo",
    "version",
]
