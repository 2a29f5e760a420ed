"""Situation reports: draft, edit, release, difference."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter()
