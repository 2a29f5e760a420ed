"""The field report form and the paste box."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter()
