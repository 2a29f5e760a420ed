"""Writes of an analyst: accept, reject, merge, split, edit, grade, place, undo."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter()
