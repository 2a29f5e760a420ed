"""The duty log and the handover."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter()
