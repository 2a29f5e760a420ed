"""A small part of the soak: twenty-four feeds with faults, killed twice, every item read exactly once."""

from __future__ import annotations

from pathlib import Path

from bench.soak import soak


def test_a_small_soak_with_faults_and_kills(tmp_path: Path) -> None:
    out = soak(tmp_path, feeds=24, items=360, kills=2, limit=240)
    assert out.wrong == []
    assert out.kills == 2
    assert out.read == out.items
