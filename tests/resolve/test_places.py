"""Places of a text: which, where, in what role, and how sure."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.conftest import cases
from vedette.domain import Annotated, Entity, Place, PlaceMention
from vedette.language import Reader
from vedette.resolve.gazetteer import Gazetteer, normalise
from vedette.resolve.place_bodies import seat_in
from vedette.resolve.place_names import former, km
from vedette.resolve.place_words import DATA
from vedette.resolve.places import places, resolve_spans


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def named(text: str, *names: str, label: str = "GPE") -> Annotated:
    """A text without a tree in which each of the names is an entity, wherever it stands."""
    entities: list[Entity] = []
    for name in names:
        at = text.find(name)
        while at >= 0:
            entities.append(Entity(start=at, end=at + len(name), text=name, label=label, confidence=1.0))  # type: ignore[arg-type]
            at = text.find(name, at + 1)
    return Annotated(text=text, sentences=(), entities=tuple(sorted(entities, key=lambda e: e.start)))


def only(text: str, name: str, gazetteer: Gazetteer, *others: str) -> Place:
    """What the first mention of a name stands for."""
    found = next(m for m in places(named(text, name, *others), gazetteer) if name in m.text)
    assert found.place is not None
    return found.place


def agrees(m: PlaceMention, wanted: dict[str, Any]) -> bool:
    place = m.place
    if m.text != wanted["text"] or place is None:
        return False
    roles = wanted.get("role", m.role)
    near = wanted.get("near")
    here = Place(name="", lat=near[0], lon=near[1], country=None, feature="", precision="point") if near else place
    return (
        m.role in ([roles] if isinstance(roles, str) else roles)
        and all(getattr(place, k) == wanted[k] for k in ("country", "precision", "part", "geonameid", "admin1", "feature") if k in wanted)
        and km(place, here) <= (near[2] if near else 0.1)
    )


@pytest.mark.parametrize("case", cases("places"))
def test_places_of_a_text(case: dict[str, Any], reader: Reader, gazetteer: Gazetteer) -> None:
    mentions = list(places(reader.read(case["text"]), gazetteer))
    for m in mentions:
        assert case["text"][m.start : m.end] == m.text
        assert 0 <= m.confidence <= 1
    assert [(m.start, m.end) for m in mentions] == sorted((m.start, m.end) for m in mentions)
    left = iter(mentions)
    for wanted in case["places"]:
        assert any(agrees(m, wanted) for m in left), f"{wanted} is not among {[(m.text, m.role, m.place) for m in mentions]}"


@pytest.mark.parametrize(
    ("name", "known"),
    [("Riberalta crossroads", True), ("Riberalta road", True), ("Riberalta ferry landing", True), ("Riberalta Road", False)],
)
def test_a_road_leads_to_the_town_of_its_name_and_a_street_does_not(name: str, known: bool, gazetteer: Gazetteer) -> None:
    mentions = places(named(f"Men fired at a bus at the {name} in Bolivia.", name, "Bolivia", label="FAC"), gazetteer)
    (place,) = [m.place for m in mentions if m.text == name]
    assert (place.name if place else None) == ("Riberalta" if known else None)


def test_given_spans_give_one_mention_each_in_their_order(gazetteer: Gazetteer) -> None:
    text = "From Zzyxtopol to Goma, then Kinshasa."
    spans = [(29, 37), (5, 14), (18, 22)]
    found = resolve_spans(named(text), gazetteer, spans)
    assert [(m.start, m.end) for m in found] == spans
    assert [m.place.country if m.place else None for m in found] == ["CD", None, "CD"]
    assert found[1].alternatives == ()
    assert found[1].candidates == 0


@pytest.mark.parametrize("span", [(0, 0), (3, 2), (0, 99), (-1, 2)])
def test_a_span_outside_the_text_is_refused(span: tuple[int, int], gazetteer: Gazetteer) -> None:
    with pytest.raises(ValueError, match=r"span .* is empty or outside"):
        resolve_spans(named("Goma fell."), gazetteer, [span])


def test_no_text_has_no_places(gazetteer: Gazetteer) -> None:
    assert places(named(""), gazetteer) == ()


def test_alternatives_are_the_best_few_with_reasons(gazetteer: Gazetteer) -> None:
    (found, region) = places(named("Goma in North Kivu fell.", "Goma", "North Kivu"), gazetteer)
    assert region.place is not None
    assert found.alternatives[0].place == found.place
    assert len(found.alternatives) <= 3
    assert "named with the area it lies in" in found.alternatives[0].reasons
    (vague,) = places(named("They met in Springfield.", "Springfield"), gazetteer)
    assert vague.candidates > 10
    assert vague.confidence < 0.5
    assert [a.score for a in vague.alternatives] == sorted((a.score for a in vague.alternatives), reverse=True)


@pytest.mark.parametrize(
    ("text", "name", "others", "country", "admin1"),
    [
        ("Paris, Texas, held a fair.", "Paris", (), "US", "Texas"),
        ("Paris (Texas) held a fair.", "Paris", (), "US", "Texas"),
        ("PARIS, TX - a fair.", "PARIS", (), "US", "Texas"),
        ("Paris held a fair.", "Paris", (), "FR", "Île-de-France"),
        ("From Sidon and Tyre to Tripoli roads were cut.", "Tripoli", ("Sidon", "Tyre"), "LB", None),
        ("Benghazi and Misrata sent men to Tripoli.", "Tripoli", ("Benghazi", "Misrata"), "LY", None),
        ("Cordoba is near Rosario, Argentina.", "Cordoba", ("Rosario", "Argentina"), "AR", None),
        ("The state of Georgia voted; Atlanta and Savannah counted.", "Georgia", ("Atlanta", "Savannah"), "US", "Georgia"),
        ("Georgia closed its border with Armenia at night.", "Georgia", ("Armenia",), "GE", None),
        ("Congo troops left Goma.", "Congo", ("Goma",), "CD", None),
        ("Congo troops left Pointe-Noire.", "Congo", ("Pointe-Noire",), "CG", None),
        ("Jordan, Minn., has a new mayor.", "Jordan", (), "US", "Minnesota"),
        ("Hyderabad in Sindh flooded.", "Hyderabad", ("Sindh",), "PK", None),
        ("Hyderabad, Telangana, flooded.", "Hyderabad", (), "IN", "Telangana"),
    ],
)
def test_words_beside_a_name_and_the_rest_of_the_text_decide(
    text: str, name: str, others: tuple[str, ...], country: str, admin1: str | None, gazetteer: Gazetteer
) -> None:
    place = only(text, name, gazetteer, *others)
    assert place.country == country
    assert admin1 is None or place.admin1 == admin1


def test_one_name_means_one_place_through_a_text(gazetteer: Gazetteer) -> None:
    text = "Victoria, British Columbia, is windy. Ferries leave Victoria daily."
    assert {m.place.admin1 for m in places(named(text, "Victoria"), gazetteer) if m.place} == {"British Columbia"}


def test_a_dateline_counts(gazetteer: Gazetteer) -> None:
    text = "BEIRUT (Reuters) - Crowds filled the squares of Tripoli."
    found = places(named(text, "BEIRUT", "Tripoli"), gazetteer)
    assert [m.place.country for m in found if m.place] == ["LB", "LB"]


def test_context_tells_namesakes_apart(gazetteer: Gazetteer) -> None:
    text = named("They marched in Tripoli.", "Tripoli")
    (libya,), (lebanon,) = places(text, gazetteer, context=("LY",)), places(text, gazetteer, context=("LB",))
    assert libya.place is not None
    assert lebanon.place is not None
    assert (libya.place.country, lebanon.place.country) == ("LY", "LB")


@pytest.mark.parametrize("part", ["north", "south", "east", "west"])
def test_a_part_lies_on_its_side_of_the_whole(part: str, gazetteer: Gazetteer) -> None:
    whole, there = only("In Nigeria.", "Nigeria", gazetteer), only(f"In {part}ern Nigeria.", "Nigeria", gazetteer)
    assert there.part == part
    assert there.geonameid == whole.geonameid
    assert there.name == f"{part}ern Nigeria"
    assert there.precision == "admin1"
    assert (there.radius or 0) < (whole.radius or 0)
    north, east = there.at[0] - whole.at[0], there.at[1] - whole.at[1]
    assert {"north": north > 0, "south": north < 0, "east": east > 0, "west": east < 0}[part]
    assert math.hypot(north, east) > 0.5


@pytest.mark.parametrize(
    "name", ["Northern Ireland", "South Sudan", "North Kivu", "East Jerusalem", "Western Sahara", "South Africa", "North Korea"]
)
def test_a_proper_name_of_a_direction_is_no_part(name: str, gazetteer: Gazetteer) -> None:
    assert only(f"In {name}.", name, gazetteer).part is None


def test_north_of_a_town_is_not_in_it(gazetteer: Gazetteer) -> None:
    (found,) = places(named("A camp north of Goma burned.", "Goma"), gazetteer)
    assert found.text == "Goma"
    assert found.place is not None
    assert found.place.part is None


def test_a_site_is_put_at_its_namesake_only_near_the_rest_of_the_text(gazetteer: Gazetteer) -> None:
    near = only("Beni burned; Oicha camp was hit.", "Oicha camp", gazetteer, "Beni")
    assert near.country == "CD"
    far = places(named("Guards in Lima left Bunia checkpoint.", "Lima", "Bunia checkpoint"), gazetteer)
    assert far[1].place is None


def test_a_people_without_a_place_is_none(gazetteer: Gazetteer) -> None:
    assert places(named("The Plebeians rose.", "Plebeians", label="NORP"), gazetteer) == ()
    (found,) = places(named("The Tigrayans rose.", "Tigrayans", label="NORP"), gazetteer)
    assert (found.role, found.place and found.place.country) == ("demonym", "ET")


def test_a_name_in_two_spellings_is_one_place(gazetteer: Gazetteer) -> None:
    (found,) = places(named("In Zvečan/Zveçan all was quiet.", "Zvečan/Zveçan"), gazetteer)
    assert found.place is not None
    assert found.place.geonameid == 783770


def test_a_dateline_is_a_place_and_a_hyphen_makes_none(gazetteer: Gazetteer) -> None:
    assert [m.text for m in places(named("GOMA, Congo - Troops left."), gazetteer)][:1] == ["GOMA"]
    assert places(named("NATO-led troops left."), gazetteer) == ()


def test_a_town_that_the_gazetteer_lacks_in_the_land_of_the_dateline_is_none_elsewhere(gazetteer: Gazetteer) -> None:
    text = "LORETO, Bolivia (Wire) - Farmers signed a truce. Loreto was quiet."
    assert [m.place.name if m.place else None for m in places(named(text, "LORETO", "Bolivia", "Loreto"), gazetteer)] == [
        None,
        "Bolivia",
        None,
    ]
    text = "LORETO, Peru (Wire) - Farmers signed a truce."
    assert [m.place.country for m in places(named(text, "LORETO", "Peru"), gazetteer) if m.place] == ["PE", "PE"]


def test_a_former_name_means_what_is_there_now(gazetteer: Gazetteer) -> None:
    assert only("Police from Jayapura and Jakarta were sent to Irian Jaya.", "Irian Jaya", gazetteer, "Jayapura", "Jakarta").name == "Papua"


def test_former_names_point_to_places(gazetteer: Gazetteer) -> None:
    rows = [(name, row) for name, found in former().items() for row in found]
    assert len(rows) >= 150
    for name, (now, country, feature, _) in rows:
        assert any(
            e.place.country == country and (feature == "RGN" or e.place.feature.startswith(feature))
            for e in gazetteer.entries(normalise(now))
        ), name


def test_the_first_part_of_a_long_name_is_enough_near_by(gazetteer: Gazetteer) -> None:
    assert only("Troops from Popayán and Cali came to Santander.", "Santander", gazetteer, "Popayán", "Cali").country == "CO"
    assert "San Antonio de los Baños" in {e.place.name for e in gazetteer.longer("san antonio")}
    assert gazetteer.longer("zzyzwe") == ()


def test_names_of_a_list_share_the_word_for_their_kind(gazetteer: Gazetteer) -> None:
    text = "Floods hit Idlib and Aleppo provinces."
    assert only(text, "Idlib", gazetteer, "Aleppo").feature == "ADM1"


def test_a_body_that_bears_a_town_name_is_the_town_where_the_country_is_known(gazetteer: Gazetteer) -> None:
    headline = named("Shots fired at Quito rally", "Quito", label="ORG")
    assert places(headline, gazetteer) == ()
    assert [m.place.country for m in places(headline, gazetteer, context=["EC"]) if m.place] == ["EC"]


def test_a_little_known_town_of_another_country_is_not_meant_where_a_desk_watches(gazetteer: Gazetteer) -> None:
    """The gazetteer lacks most villages: the town that it has under a name need not be the one meant."""
    text = named("Shots were fired in Guarcino.", "Guarcino")
    for context, country in (((), "IT"), (("IT", "SM"), "IT"), (("BO",), None)):
        found = [m.place.country for m in places(text, gazetteer, context=context) if m.place and m.place.located]
        assert found == ([country] if country else []), context
    known = named("Shots were fired in Naples.", "Naples")
    assert [m.place.country for m in places(known, gazetteer, context=("BO",)) if m.place] == ["IT"]


def test_a_mission_tells_of_which_country_a_text_is(reader: Reader, gazetteer: Gazetteer) -> None:
    """A name that the world hardly knows, in a country far from where the mission works, is not meant."""
    text = "KFOR soldiers patrolled near Guarcino on Tuesday."
    plain = "Soldiers patrolled near Guarcino on Tuesday."
    told, alone = ([m.place for m in places(a, gazetteer) if m.text == "Guarcino"] for a in reader.read_all([text, plain], told=True))
    assert told == [None]
    assert alone != [None]


@pytest.mark.parametrize(
    ("text", "words", "country", "precision"),
    [
        ("Mali's army is on alert. Schools were shut throughout the country.", "the country", "ML", "country"),
        ("Gunmen struck in Gao. Banks in Mali and Bamako closed; there is a nationwide curfew.", "nationwide", "ML", "country"),
        ("Rebels took Gao and Kidal. Crowds gathered in the capital.", "capital", "ML", "city"),
        ("Envoys from Oslo arrived in the Malian capital.", "capital", "ML", "city"),
        ("GOMA, Congo (Reuters) - Traders here shut the market.", "here", "CD", "city"),
    ],
)
def test_places_without_their_names(text: str, words: str, country: str, precision: str, reader: Reader, gazetteer: Gazetteer) -> None:
    found = next(m for m in places(reader.read(text), gazetteer) if m.text == words)
    assert found.place is not None
    assert (found.place.country, found.place.precision) == (country, precision)


@pytest.mark.parametrize(
    "text", ["The capital said no to Gao.", "Traders in Gao need capital.", 'GOMA, Congo (Reuters) - "We stay here," he said.']
)
def test_rulers_money_and_speakers_are_no_places(text: str, reader: Reader, gazetteer: Gazetteer) -> None:
    assert not [m for m in places(reader.read(text), gazetteer) if m.text in ("capital", "here")]


def test_a_district_that_only_its_town_is_known_of_is_as_large_as_a_district(gazetteer: Gazetteer) -> None:
    district = only("Farmers in Sarankhola upazila in Bangladesh fled.", "Sarankhola", gazetteer, "Bangladesh")
    assert (district.precision, district.radius) == ("admin2", 25.0)
    quarter = only("Crowds in the Salt district in Jordan fled.", "Salt", gazetteer, "Jordan")
    assert quarter.precision == "city"


def test_a_foreign_embassy_is_not_in_its_country(reader: Reader, gazetteer: Gazetteer) -> None:
    roles = {m.text: m.role for m in places(reader.read("Crowds marched to the US embassy in Manila."), gazetteer)}
    assert roles["US"] == "modifier"
    assert roles["Manila"] == "literal"


def test_what_a_large_town_has_one_of_is_there(gazetteer: Gazetteer) -> None:
    assert only("Guards at Porto Velho prison fled.", "Porto Velho prison", gazetteer).name == "Porto Velho"
    assert places(named("Guards at Oicha prison fled to Lima.", "Oicha prison", "Lima"), gazetteer)[0].place is None


@pytest.mark.parametrize(
    ("body", "seat"),
    [
        ("Edgar County Special Service Area Ambulance", "Edgar County"),
        ("Paris Police Department", "Paris"),
        ("Grand Prairie police", "Grand Prairie"),
        ("New London City Council", "New London"),
        ("Kansas City Police Department", "Kansas City"),
        ("Quezon City Council", "Quezon City"),
        ("Police Department of Paris", None),
        ("Red Cross", None),
        ("Supreme Council", None),
        ("Union Council", None),
        ("Federal Police", None),
        ("Imperial College", None),
        ("Edgar County", None),
    ],
)
def test_a_local_body_is_called_after_its_town(body: str, seat: str | None, gazetteer: Gazetteer) -> None:
    assert seat_in(body, gazetteer) == seat


def test_the_town_in_a_local_bodys_name_tells_where_the_story_is(gazetteer: Gazetteer) -> None:
    text = "Gainesville Fire Department fought a blaze near Archer on Monday, and Alachua County officials helped."
    a = named(text, "Archer")
    bodies = [
        Entity(start=text.index(b), end=text.index(b) + len(b), text=b, label="ORG", confidence=1.0)
        for b in ("Gainesville Fire Department", "Alachua County officials")
    ]
    found = places(Annotated(text=text, sentences=(), entities=tuple(sorted([*a.entities, *bodies], key=lambda e: e.start))), gazetteer)
    assert [(m.text, m.role, m.place and m.place.admin1) for m in found] == [
        ("Gainesville", "embedded", "Florida"), ("Archer", "literal", "Florida"), ("Alachua County", "embedded", "Florida"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["678", "March 7", "Room 113", "the toll plaza", "TIF"])
def test_numbers_days_and_common_words_are_no_places(text: str, gazetteer: Gazetteer) -> None:
    whole = f"It was at {text} that they met."
    assert places(named(whole, text, label="LOC"), gazetteer) == ()
    (given,) = resolve_spans(named(whole, text, label="LOC"), gazetteer, [(10, 10 + len(text))])
    assert given.place is None  # a span that is asked for is answered


def test_a_former_name_is_kept_beside_namesakes(gazetteer: Gazetteer) -> None:
    text = "In the province of Shaba, in Zaire, railway workers have been on strike."
    (shaba,) = [m for m in places(named(text, "Shaba", "Zaire"), gazetteer) if m.text == "Shaba"]
    assert shaba.place is not None
    assert shaba.place.country == "CD"


def test_a_short_name_in_a_text_in_capitals_is_kept(gazetteer: Gazetteer) -> None:
    (found,) = places(named("ATTACK ON TESIX KILLED SIX.", "TESIX"), gazetteer)
    assert (found.text, found.place) == ("TESIX", None)
    assert places(named("The attack by TESIX killed six.", "TESIX"), gazetteer) == ()


def test_the_words_of_bodies_names_are_in_order() -> None:
    rows = [line.split("\t") for line in (DATA / "place_bodies.tsv").read_text("utf-8").splitlines()]
    assert rows[0] == ["list", "words"]
    assert [r[0] for r in rows[1:]] == ["areas", "general", "local"]
    for _, listed in rows[1:]:
        found = listed.split("|")
        assert found == sorted(set(found))


def test_half_a_states_name_is_the_desks_own_town(reader: Reader, gazetteer: Gazetteer) -> None:
    text = reader.read("Inmates held the kitchen block of Trinidad's prison for six hours on Monday.")
    found = {c: [m.place.country for m in places(text, gazetteer, watched=c) if m.place] for c in ((), ("BO",))}
    assert found == {(): ["TT"], ("BO",): ["BO"]}


@pytest.mark.parametrize(
    ("text", "name", "home", "country"),
    [
        ("A fire broke out in Alexandria on Monday.", "Alexandria", "RO", "RO"),
        ("A fire broke out in Alexandria on Monday.", "Alexandria", "KE", "EG"),
        ("Gunmen clashed in Tripoli on Monday.", "Tripoli", "LB", "LB"),
        ("Gunmen clashed in Tripoli on Monday.", "Tripoli", "TD", "LY"),
        ("Lorry drivers marched through Valencia.", "Valencia", "VE", "VE"),
        ("The talks in Madrid ended. The delegates left for Valencia.", "Valencia", "VE", "ES"),
        ("The summit in Paris ended on Monday.", "Paris", "US", "FR"),
        ("They were deported to San Salvador.", "San Salvador", "MX", "SV"),
        ("The delegation met in San Francisco on Friday.", "San Francisco", "KE", "US"),
        ("The villagers of San Lorenzo walked to Sucre.", "San Lorenzo", "BO", None),
        ("Russian troops entered Georgia on Monday.", "Georgia", "US", "GE"),
        ("A fire broke out in Georgia on Monday.", "Georgia", "US", "US"),
        ("Soldiers marched through Lebanon on Monday.", "Lebanon", "US", "LB"),
        ("A fire broke out in Delhi on Monday.", "Delhi", "US", "IN"),
        ("French police closed three streets in Paris.", "Paris", "US", "FR"),
        ("Libyan guards clashed in Tripoli.", "Tripoli", "LB", "LY"),
        ("Syrian families walked through Tripoli.", "Tripoli", "LB", "LB"),
        ("The villagers of San Lorenzo walked to Lima.", "San Lorenzo", "PE", "PE"),
    ],
)
def test_a_name_that_a_place_at_home_has_is_that_places(
    text: str, name: str, home: str, country: str | None, reader: Reader, gazetteer: Gazetteer
) -> None:
    found = [m.place and m.place.country for m in places(reader.read(text), gazetteer, watched=[home]) if m.text == name]
    assert found == [country]
