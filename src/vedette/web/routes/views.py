"""Map and timeline, search, sources, comparison of sides."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter()
