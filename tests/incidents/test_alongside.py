"""Which incidents one plain report tells of: what is told beside a deed is no incident of its own, and what is told of another day, place or side is one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vedette import pipeline
from vedette.incidents import merge
from vedette.ingest import from_text
from vedette.language import Reader

TEXTS = [
    (
        "tyres, cars turned back and those let through belong to the blockade",
        "Fishermen blocked the Kilindu bridge in Kenya on Monday over new fees. They burned tyres on it. Cars were turned back towards Hola. "
        "Ambulances were let through, police said.",
        [{"blocked"}],
    ),
    (
        "tyres burned elsewhere, on another day, do not",
        "Herders blocked the road at Garsen in Kenya on Monday. On Tuesday farmers burned tyres in Hola in protest at a tax.",
        [{"blocked"}, {"burned"}],
    ),
    (
        "food let through after a siege is news",
        "Fighters of the Tana Front in Kenya let 20 trucks with food through to Garsen on Monday for the first time in a month.",
        [{"let"}],
    ),
    (
        "tear gas, shots and the crowd that stood around are one clash",
        "Two people were killed on Tuesday when soldiers opened fire at a roadblock at Garsen in Kenya. Witnesses said that the soldiers first used tear gas and then fired "
        "rifles when the crowd surrounded the last lorries.",
        [{"opened", "used", "fired"}],
    ),
    (
        "an attack of another day is another",
        "Gunmen fired on a bus near Garsen in Kenya on Monday. Two people were killed. On Tuesday a grenade was thrown at a shop in Hola.",
        [{"fired", "killed"}, {"thrown"}],
    ),
    (
        "stones and the tear gas that answered them are one riot",
        "Youths threw stones at a police post in Garsen in Kenya on Monday and police fired tear gas. A week earlier police fired tear gas at teachers in Hola.",
        [{"threw", "fired"}, {"fired"}],
    ),
    (
        "who met somebody asked him for something there",
        "The envoy of the United Nations, Ann Falk, met the leaders of the fishermen in Garsen in Kenya on Thursday and asked them to open the road.",
        [{"met", "asked"}],
    ),
    (
        "others who ask others do not",
        "The mayor of Garsen in Kenya met fishermen in the town on Monday. The Boatmen's League asked the government for boats on Tuesday.",
        [{"met"}, {"asked"}],
    ),
    (
        "a deadline that ran out is none",
        "Protesters cut the road to Garsen in Kenya on Monday after a 72-hour deadline ran out.",
        [{"cut"}],
    ),
    (
        "nor is what the deadline was set for",
        "The 48 hours that the union had set for the release of its leaders ran out on Tuesday. Police in Garsen in Kenya arrested a teacher on Monday.",
        [{"arrested"}],
    ),
    (
        "nor how things are now",
        "The road to Garsen in Kenya is open. Police removed a roadblock at Hola on Monday.",
        [{"removed"}],
    ),
    (
        "nor all the dead since a month",
        "Police in Kenya said 40 people had been killed in raids in Garsen since January. Nine people were killed in a raid near Hola on Monday.",
        [{"killed"}],
    ),
    (
        "a vote that failed is one",
        "The county council of Garsen in Kenya failed on Monday to elect a speaker. The seat has been empty since March.",
        [{"failed"}],
    ),
    (
        "those who stayed away made it fail",
        "The county council of Garsen in Kenya failed on Monday to elect a speaker. The Tana Party stayed away to protest against the arrest of a member.",
        [{"failed", "stayed"}],
    ),
    (
        "the attack over which men were arrested is not told anew",
        "Police in Garsen in Kenya on Monday arrested two men over a grenade attack. They were seized at a petrol station.",
        [{"arrested"}],
    ),
    (
        "cattle driven off belong to the raid",
        "Gunmen shot four herders at a well near Garsen in Kenya on Wednesday. The gunmen drove off 300 camels.",
        [{"shot", "drove"}],
    ),
    (
        "the court frees him, he walks out",
        "A court in Garsen in Kenya on Tuesday ordered the release of the editor Ann Wairu. She walked free on Tuesday.",
        [{"ordered", "walked"}],
    ),
    (
        "others freed by others are others",
        "A court in Garsen in Kenya freed two editors on Monday. Rebels freed six fishermen near Hola on Tuesday.",
        [{"freed"}, {"freed"}],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), [t[1:] for t in TEXTS], ids=[t[0] for t in TEXTS])
def test_the_incidents_of_one_report(reader: Reader, text: str, wanted: list[set[str]]) -> None:
    given = from_text(text, kind="text", id="a", published="2031-05-10")
    (read,) = pipeline.read_reports([given], reader, coder=pipeline.Coder(context=["KE"]))
    assert isinstance(read, pipeline.Reading)
    report = replace(read.report, relevant=read.coded.relevant)
    word = {e.id: e.trigger.text for e in read.coded.events}
    found = [
        {word[e] for e in i.events}
        for i in merge(read.coded.events, {report.key: report}, ())
        if i.modality == "asserted" and not i.background
    ]
    assert sorted(map(sorted, found)) == sorted(map(sorted, wanted))
