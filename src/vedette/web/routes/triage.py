"""The triage queue: one keyboard loop over what is new or unsure."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter()
