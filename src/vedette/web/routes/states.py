"""What is in force, and what was asked and promised."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter()
