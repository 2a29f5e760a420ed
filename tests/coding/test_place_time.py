"""Where and when a deed was, in the sentences in which that is told aside, by another deed, or not at all."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder, event


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        # a region in the deed's own clause, not the city in which the speaker was
        ("The minister, speaking in Geneva, said that the army had shelled villages in the Donbas.", "shelled", "Donbas"),
        # a name that qualifies what it was done on
        ("Gunmen fired on the Kandahar road.", "fired", "Kandahār"),
        # where the meeting was that one went to
        ("The president attended a summit in Accra.", "attended", "Accra"),
        # a town before the state in which it lies
        ("The farmers of Makeni, in Sierra Leone, blocked the road.", "blocked", "Makeni"),
        # a share of an area
        ("The army imposed a curfew on the whole of Kashmir.", "imposed", "Kashmir"),
        # where a road leads to is only where it was if nothing else is told
        ("Farmers blocked the highway to the port of Mombasa on Tuesday near the town of Naivasha.", "blocked", "Naivasha"),
        ("Villagers took away their barricade from the road to Kano at noon.", "took", "Kano"),
        # a diocese is no place
        ("The rebels released two nuns to the Diocese of Kano on a track above Sokoto.", "released", "Sokoto"),
        # in a hall or market of a town; what one lets happen happens there
        ("The bomb went off in the market of Kano on Tuesday.", "went", "Kano"),
        ("Chad let trucks cross into Sudan at Mongo on Thursday.", "let", "Mongo"),
        # where an accord was signed
        ("The elders and the union signed a pact in Kano on Tuesday.", "signed", "Kano"),
        # what a noun's deed is done to, and what is told of a place
        ("Veterans marched in Seoul over the shelling of Mombasa.", "shelling", "Mombasa"),
        # of what a protest is about nobody says that it was where the protest is
        ("Dockers put up barricades in Mombasa on Monday over the arrest of their leader Belo.", "arrest", None),
        ("Dockers marched in Mombasa on Monday to protest the arrest of Belo.", "arrest", None),
        ("Five dockers were hurt in Mombasa on Monday after an attack on their bus.", "attack", "Mombasa"),
        ("Veterans marched in Seoul and spoke of Mombasa, where two soldiers were killed on Monday.", "killed", "Mombasa"),
        ("Delegates met in Geneva. Heavy fighting was reported from Mopti on Monday.", "fighting", "Mopti"),
        # a deed of the same time elsewhere
        ("Students marched in Nairobi County while a boy was killed in Mombasa.", "marched", "Nairobi County"),
        ("Students marched in Nairobi County while a boy was killed in Mombasa.", "killed", "Mombasa"),
        # what is asked for is not asked where the body sits that is asked, nor is a capital that is told to do something a place
        ("The elders asked the government in Bamako for help on Monday.", "asked", None),
        ("The exiles called on Nairobi to send troops.", "called", None),
        # where a deed was is not where its speaker spoke
        ("An attack on Mopti would displace many, the United Nations warned.", "warned", None),
        # all over a land, whatever towns are named beside it
        ("Police mutinied across the country, in Mopti, Gao and Kidal, the army of Mali said.", "mutinied", "Mali"),
        ("Soldiers in Kano were surprised when 300 inmates escaped from prisons all over Nigeria.", "escaped", "Nigeria"),
        # over the river is not all over it
        ("Across the Niger River, rebels shelled the town of Gao.", "shelled", "Gao"),
        # a place told first, without a comma
        ("In Gao soldiers shot two traders at the market.", "shot", "Gao"),
        # the first of several in a row stands for them, but not where another is told of apart
        ("The families camp in Mopti and in Gao, where the strikers took down their barrier.", "took", "Gao"),
        # by, over or towards a town, as a verb has it, not as a noun does
        ("Helicopters dropped rations over Kano on Monday.", "dropped", "Kano"),
        ("Planes bombed a valley by Gao on Monday.", "bombed", "Gao"),
        ("Soldiers were moving towards Gao on Monday.", "moving", "Gao"),
        ("Talks over Gao were broken off by the mediator on Monday.", "broken", None),
        # what was done to a thing of a town, but not to somebody of it
        ("Rebels attacked the depot and the radio of Gao on Monday.", "attacked", "Gao"),
        ("Rebels attacked the sultan of Gao on Monday.", "attacked", None),
        # from where people are brought, if nothing else is told
        ("The army evacuated people from Gao by boat.", "evacuated", "Gao"),
        ("The army evacuated people from Gao at Mopti.", "evacuated", "Mopti"),
        # where others were taken says nothing of the deed
        ("In Mopti soldiers fired at a crowd, and a boy was taken to the hospital in Gao.", "fired", "Mopti"),
        ("Soldiers fired at a crowd, and a boy was flown to a hospital in Gao.", "fired", None),
        # a body's city is its seat, people's is where they are
        ("A company in Gao has asked for help.", "asked", None),
        ("An imam in Gao has asked for help.", "asked", "Gao"),
        # there: the place last told before it
        (
            "Soldiers fired on mourners at Makeni, and two reporters who had been beaten there told their story in Accra.",
            "beaten",
            "Makeni",
        ),
        ("The students had left Kano to attend a rally in Sokoto. At the stadium there soldiers opened fire.", "opened", "Sokoto"),
        # on the road that leads to a town
        ("In the evening youths set tyres alight on the road to Kano.", "set", "Kano"),
        # what opens the sentence is of the deed told, not of the speech behind it
        ("On the bridge at Makeni, drivers blocked both lanes with their lorries, said one.", "blocked", "Makeni"),
        # another subject's clause has its own place
        ("Egypt for its part arrested an engineer, and that made the front pages in Nicosia.", "arrested", None),
        # what is told there by somebody
        ("The worst was in Gao, where residents said ten people were killed.", "killed", "Gao"),
        # the label of a line of a log
        ("Checkpoint at Gao (farmers): closed since Monday. Checkpoint at Mopti: shut by the army.", "closed", "Gao"),
        # a site of a town to which something is done
        ("The airstrip of Gao was given back to planes on Monday.", "given", "Gao"),
        # where those are who speak at the same time is not where it was
        ("Youths burned the stores as the opposition in Nairobi called for calm.", "burned", None),
        # where to someone flew in a clause of its own
        ("Rebels stormed the prison in the hour in which the general flew to Paris.", "stormed", None),
    ],
)
def test_own_place(text: str, trigger: str, place: str | None, coder: Coder) -> None:
    found = event(coder, text, trigger).place
    assert (found.name if found else None) == place


@pytest.mark.parametrize(
    ("text", "trigger", "begin"),
    [
        ("The minister agreed on Monday to step down after rebels attacked the barracks.", "attacked", "2024-05-06"),
        ("A week after rebels attacked the barracks, the minister resigned.", "attacked", "2024-05-03"),
        ("The dockers went back on Tuesday, one week after their walkout.", "walkout", "2024-04-30"),
        ("Farmers marched in Zarbat on Tuesday, two weeks after police had cleared the same square.", "cleared", "2024-04-23"),
        ("Three days before the vote on Sunday, a bomb went off in the town hall.", "went", "2024-05-02"),
        ("Rebels withdrew on Monday, three days before the summit.", "withdrew", "2024-05-06"),
        ("The union condemned the arrests in a letter dated 7 May.", "condemned", "2024-05-07"),
        ("The strike, which began on Monday, halted the port.", "strike", "2024-05-06"),
        ("Two men were killed on Monday. The road is shut till 16 May. Ten were arrested.", "arrested", "2024-05-06"),
        ("The governor spoke of Tuesday's shooting. Soldiers fired on mourners.", "fired", "2024-05-07"),
        ("Rebels attacked the barracks. They will meet the governor on 16 May.", "attacked", None),
        ("A rally is planned for 16 May. Police arrested the organiser.", "arrested", None),
        ("The ministry will pay before the 31st of May. The five arrested on the 2nd were let go at midnight.", "let", "2024-05-10"),
        ("Rebels attacked the barracks on the 6th and left.", "attacked", "2024-05-06"),
        # the day in a dateline is that of the report, where the sentence says when it was told
        ("KANO, Nigeria, May 10 (Wire) - Gunmen killed two men, a doctor said on Friday.", "killed", None),
        ("KANO, Nigeria, May 10 (Wire) - Police have closed the bridge.", "closed", "2024-05-10"),
        # a deed that is known, for which another was done or that it came after, was not on that day
        ("Two brothers were arrested on Wednesday night over the murder of a teacher.", "murder", None),
        ("Three youths were arrested on Friday over the master's murder.", "murder", None),
        ("Police imposed a curfew on Monday after the killing of a trader.", "killing", None),
        ("Nine people were killed on Monday in the attack on the post.", "attack", "2024-05-06"),
        ("The army went ahead on Monday with the attack on the post.", "attack", "2024-05-06"),
        ("Villagers of Tal fled on Monday from the attack by rebels.", "attack", "2024-05-06"),
        ("Two soldiers were killed in clashes on Monday.", "killed", "2024-05-06"),
        ("Police imposed a curfew on Monday after an attack on the post.", "attack", "2024-05-06"),
        # nor was what is told beside a day since which something held
        ("Lorries crossed on Thursday for the first time since 2 May, when a raid on the village shut the post.", "raid", None),
        # what is so now did not happen on the day of the clause before
        ("The rule took effect on Tuesday; drivers are warned, then fined.", "fined", None),
    ],
)
def test_day_told_beside(text: str, trigger: str, begin: str | None, coder: Coder) -> None:
    assert event(coder, text, trigger).begin == begin


def test_a_log_is_of_the_day_at_its_head(coder: Coder) -> None:
    text = "071015Z MAY 24. PB North. Ptl of 12 pax met villagers. Road was clear. Shots were heard. Gunmen attacked the post."
    assert event(coder, text, "attacked").begin == "2024-05-07"


@pytest.mark.parametrize(
    ("text", "trigger", "name", "country", "around"),
    [
        ("Gunmen attacked a school in Zarbatul on Monday, the police said.", "attacked", "Zarbatul", None, None),
        ("BAMAKO, Mali - Gunmen attacked a school in Zarbatul on Monday.", "attacked", "Zarbatul", None, "Bamako"),
        ("Gunmen attacked a school in Zarbatul, Mali, on Monday.", "attacked", "Zarbatul", "ML", "Mali"),
        ("Shells hit a school at Zarbatul, north of Gao, on Monday.", "hit", "Zarbatul", "ML", "Gao"),
        ("Radio monitored in Bamako: the army recaptured Zarbatul on Monday.", "recaptured", "Zarbatul", "ML", "Bamako"),
        ("Gunmen attacked a school in Zarbatul on Monday. Police in Gao and Mopti were sent.", "attacked", "Zarbatul", "ML", "Gao"),
        ("A bomb went off near the hamlet of Zarbatul, in the district of Gao, on Monday.", "went", "Zarbatul", "ML", "Gao"),
    ],
)
def test_a_name_that_nobody_knows_is_still_where_it_was(
    coder: Coder, text: str, trigger: str, name: str, country: str | None, around: str | None
) -> None:
    found = event(coder, text, trigger)
    assert found.place is not None
    assert (found.place.name, found.place.located, found.place.country) == (name, False, country)
    assert (found.scene.name if found.scene else None) == around


def test_a_post_that_somebody_left_is_not_where_the_next_deed_was(coder: Coder) -> None:
    found = event(coder, "The patrol left Zarbatul at noon. Villagers blocked the road with logs.", "blocked")
    assert found.scene is None


def test_a_little_known_namesake_far_from_all_else_is_not_where_it_was(coder: Coder) -> None:
    text = "Herders burned ten huts in Marfa on Friday. The governor flew from Lagos to Kano, and the army sent troops from Kaduna."
    found = event(coder, text, "burned")
    assert found.place is not None
    assert (found.place.name, found.place.located, found.place.country) == ("Marfa", False, "NG")


def test_whither_somebody_returned_is_where(coder: Coder) -> None:
    back = event(coder, "Ten thousand displaced people returned to Goma on Monday.", "returned")
    assert back.place is not None
    assert back.place.name == "Goma"


def test_whence_somebody_arrived_is_not_where(coder: Coder) -> None:
    from_afar = event(coder, "The 129th Battalion arrived today from Goma.", "arrived")
    assert from_afar.place is None
    here = event(coder, "The 129th Battalion arrived today in Goma from Kindu.", "arrived")
    assert here.place is not None
    assert here.place.name == "Goma"


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("Villagers poured gravel across the Osh-Batken-Isfana road at Ak-Sai on Saturday.", "poured", "Ak-Say"),
        ("A bus was attacked by men with shotguns on the Goma–Bukavu road.", "attacked", "Goma"),
        ("The mayor has offered to mediate, saying elders in Goma had asked him to.", "offered", None),
        ("Rwanda has given Uganda until Monday to withdraw its troops.", "given", None),
    ],
)
def test_places_of_roads_of_others_words_and_of_whom_it_is_said_to(coder: Coder, text: str, trigger: str, place: str | None) -> None:
    found = event(coder, text, trigger).place
    assert (found.name if found else None) == place


def test_a_deed_in_an_area_is_where_the_story_is_in_it(coder: Coder) -> None:
    told = "GOMA, Congo (Wire) - Guards shot dead two people on Sunday at an estate in North Kivu, police said."
    e = event(coder, told, "shot")
    assert e.place is not None
    assert e.scene is not None
    assert (e.place.precision, e.scene.name) == ("admin1", "Goma")
    for other in (told.replace("North Kivu", "Katanga"), told.replace("at an estate in", "across"), told.replace("North Kivu", "Congo")):
        assert event(coder, other, "shot").scene is None


def test_the_story_does_not_go_to_where_something_was_said(coder: Coder) -> None:
    told = "Kabila declared after meeting elders in Bukavu that the barricades would be gone. A truck was burned on Monday."
    assert event(coder, told, "burned").scene is None
    deed = "Kabila declared a curfew after gunmen killed ten in Bukavu. A truck was burned on Monday."
    assert event(coder, deed, "burned").scene is not None


@pytest.mark.parametrize(
    ("text", "trigger", "begin"),
    [
        ("The ban, in force since 3 May, was lifted on Tuesday.", "lifted", "2024-05-07"),
        ("The curfew in Lima, in force since 2 April, came to an end on Tuesday.", "came", "2024-05-07"),
        ("The mayor of Lima, in office since 3 May, resigned.", "resigned", None),
        ("The strike, a stoppage called on 2 May, ended on Tuesday.", "ended", "2024-05-07"),
        ("Gunmen attacked Lima, a town taken on 2 May, on Tuesday.", "attacked", "2024-05-07"),
        ("The ban has been in force since 3 May.", "force", "2024-05-03"),
        ("The bridge has been shut since 3 May.", "shut", "2024-05-03"),
        ("The siege, on since 2 May, has killed six in Lima.", "killed", "2024-05-02"),
    ],
)
def test_since_when_a_thing_was_in_force_does_not_date_what_ends_it(coder: Coder, text: str, trigger: str, begin: str | None) -> None:
    assert event(coder, text, trigger).begin == begin


@pytest.mark.parametrize(
    ("text", "trigger", "begin"),
    [
        ("The union called off a strike due to start on Wednesday.", "called", None),
        ("The ministry cancelled a march scheduled for Monday.", "cancelled", None),
        ("The ministry on Friday cancelled a march scheduled for Monday.", "cancelled", "2031-05-09"),
    ],
)
def test_the_day_of_what_was_planned_is_not_that_of_what_became_of_it(coder: Coder, text: str, trigger: str, begin: str | None) -> None:
    assert event(coder, text, trigger, "2031-05-10").begin == begin


def test_the_time_of_an_entry_in_a_log_is_no_part_of_it(coder: Coder) -> None:
    (shut,) = [e for e in coder.code("0900 road Kodi-Velin closed to traffic until further notice.", "2031-05-10").events if e.condition]
    assert (shut.condition, shut.phase) == ("closure", "happens")
    (heard,) = coder.code("0610 Two explosions heard N of Tessit.", "2031-05-10").events
    assert heard.polarity == "positive"
