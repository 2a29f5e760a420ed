"""What is new, as it comes (server-sent events)."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter()
