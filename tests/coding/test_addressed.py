"""To whom it is put: objects beside a clause, "from" whom it is demanded, who is called on to do it, who gets what is promised."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder

DAY = "2031-05-14"


@pytest.mark.parametrize(
    ("text", "kind", "to"),
    [
        ("The minister promised the strikers that the law would be put off.", "AGREE", ["strikers"]),
        ("The envoy promised camp leaders that food would come.", "AGREE", ["camp leaders"]),
        ("The union asked the committee to lift the suspension.", "REQUEST", ["committee"]),
        ("The Bakers' Syndicate asked the commission to lift the ban by Sunday.", "REQUEST", ["commission"]),
        ("The party called for police to release its leader.", "REQUEST", ["police"]),
        ("Protesters demanded from the governor that he step down.", "REQUEST", ["governor"]),
        ("The council urged both sides to show restraint.", "REQUEST", ["sides"]),
        ("The mayor promised to pay the drivers.", "AGREE", ["drivers"]),
        ("The mayor promised to send the families food.", "AGREE", ["families"]),
        ("The bishops offered to host talks between the miners and the owners.", "AGREE", ["miners", "owners"]),
        ("The mission offered its good offices to the rebels.", "AGREE", ["rebels"]),
        ("The union called for higher wages to be paid.", "REQUEST", []),
        ("The mayor promised to pay the arrears.", "AGREE", []),
        ("The governor promised to send 200 police officers.", "AGREE", []),
        ("The mayor promised to repair the bridge to the port.", "AGREE", []),
        ("The commission asked for more time for its report.", "REQUEST", []),
    ],
)
def test_to_whom_it_is_put(coder: Coder, text: str, kind: str, to: list[str]) -> None:
    (e,) = [e for e in coder.code(text, DAY).events if e.event_type == kind]
    assert [m.text.removeprefix("the ") for m in e.recipients] == to
