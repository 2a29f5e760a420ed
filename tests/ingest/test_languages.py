from __future__ import annotations

import pytest

from vedette.ingest import identify


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Serbs in northern Kosovo blocked main roads on Saturday to protest the arrest of a former police officer.", "en"),
        ("KOSOVO SERBS BLOCK ROADS", "en"),
        ("Explosions heard in Serb-majority areas in Kosovo, no injuries reported - police", "en"),
        ("three shots fired nr zvecan brdg, nobody hurt afaik", "en"),
        ("La police a dispersé dimanche des manifestants qui bloquaient la route nationale près de Goma.", "fr"),
        ("Die Polizei hat am Sonntag Demonstranten vertrieben, die eine Straße im Norden des Landes blockierten.", "de"),
        ("Поліція в неділю розігнала протестувальників, які перекрили дорогу на півночі країни.", "uk"),
        ("فرقت الشرطة يوم الأحد متظاهرين كانوا يقطعون الطريق الرئيسي في شمال البلاد", "ar"),
        ("1200 / 1830", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert identify(text) == language


def test_neighbouring_languages_are_not_english() -> None:
    assert identify("Srbi su blokirali puteve na severu zbog hapšenja bivšeg policajca i traže njegovo oslobađanje.") in ("sr", "hr", "bs")
