"""Words of the codes that pages show, which stand in no template: marked here, so that each catalogue has them.

A test holds that every code of the domain and of the codebook is among them.
"""

from __future__ import annotations

from vedette.web.languages import marked

TYPES = (
    marked("Agree"), marked("Consult"), marked("Support"), marked("Concede"), marked("Cooperate"), marked("Aid"), marked("Retreat"),
    marked("Request"), marked("Accuse"), marked("Reject"), marked("Threaten"), marked("Protest"), marked("Sanction"), marked("Mobilize"),
    marked("Coerce"), marked("Assault"), marked("Other"),
)  # fmt: skip
MODES = (
    marked("visit"), marked("third party"), marked("multilateral"), marked("phone"), marked("withdraw"), marked("release"), marked("disarm"),
    marked("ceasefire"), marked("access"), marked("resign"), marked("assist"), marked("change"), marked("yield"), marked("meet"),
    marked("disapprove"), marked("investigate"), marked("allege"), marked("restrict"), marked("arrest"), marked("relations"), marked("expel"),
    marked("territory"), marked("violence"), marked("demo"), marked("riot"), marked("strike"), marked("hunger"), marked("boycott"),
    marked("obstruct"), marked("vandalize"), marked("convict"), marked("discontinue"), marked("troops"), marked("weapons"), marked("police"),
    marked("militia"), marked("seize"), marked("censor"), marked("curfew"), marked("martial law"), marked("deport"), marked("withhold"),
    marked("misinformation"), marked("cyber"), marked("abduct"), marked("beat"), marked("torture"), marked("sexual"), marked("targeted"),
    marked("destroy"), marked("primitive"), marked("firearms"), marked("explosives"), marked("suicide attack"), marked("aerial"),
    marked("drone"), marked("heavy weapons"), marked("crowd control"), marked("unconventional"),
)  # fmt: skip
STATES = (
    marked("blockade"), marked("closure"), marked("curfew"), marked("emergency"), marked("deployment"), marked("alert"), marked("detention"),
    marked("vacancy"), marked("suspension"), marked("postponement"), marked("occupation"), marked("cut-off"), marked("ban"), marked("strike"),
    marked("ceasefire"), marked("displacement"), marked("other"), marked("in force"), marked("ended"), marked("stale"), marked("new"),
    marked("happens"), marked("continues"), marked("ends"),
)  # fmt: skip
UNDERTAKINGS = (
    marked("request"), marked("demand"), marked("promise"), marked("threat"), marked("ultimatum"), marked("decision"), marked("offer"),
    marked("pending"), marked("granted"), marked("refused"), marked("kept"), marked("broken"), marked("lapsed"),
)  # fmt: skip
TELLING = (
    marked("asserted"), marked("planned"), marked("requested"), marked("promised"), marked("threatened"), marked("possible"),
    marked("hypothetical"), marked("denied"), marked("background"), marked("disputed"), marked("confirmed"), marked("unconfirmed"),
    marked("rejected"), marked("not judged"), marked("one source"), marked("machine"), marked("not named"), marked("restated"),
    marked("fiction"), marked("restated for this example, not the publisher's words"),
)  # fmt: skip
QUANTITIES = (
    marked("killed"), marked("wounded"), marked("missing"), marked("abducted"), marked("arrested"), marked("displaced"), marked("protesters"),
    marked("personnel"), marked("vehicles"), marked("weapons"), marked("money"), marked("other"),
)  # fmt: skip
PLACES = (
    marked("point"), marked("city"), marked("admin2"), marked("admin1"), marked("country"), marked("region"), marked("place not known"),
    marked("Place not known"),
)  # fmt: skip
DESK = (
    marked("viewer"), marked("reporter"), marked("analyst"), marked("editor"), marked("admin"), marked("completely reliable"),
    marked("usually reliable"), marked("fairly reliable"), marked("not usually reliable"), marked("unreliable"),
    marked("reliability cannot be judged"),
)  # fmt: skip
DECISIONS = (
    marked("same"), marked("not same"), marked("split"), marked("confirm"), marked("reject"), marked("edit"), marked("grade"), marked("check"), marked("undo"),
    marked("unknown"),
    marked("title"), marked("type"), marked("begin"), marked("last"), marked("place"), marked("actors"), marked("recipients"),
    marked("added"), marked("gone"), marked("changed"),
)  # fmt: skip
TOPICS = (
    marked("military"), marked("election"), marked("territory"), marked("legal"), marked("health"), marked("disasters"),
    marked("religion_ethnicity"), marked("legislative"), marked("illegal_drugs"), marked("economic"), marked("diplomatic"),
    marked("corruption"), marked("trafficking"), marked("terrorism"), marked("rights_freedoms"), marked("natural_resource"),
    marked("intelligence"), marked("human_rights"), marked("cyber"), marked("cbrn"), marked("peacekeeping"), marked("migration"),
    marked("asylum"),
)  # fmt: skip
LIKENESS = (
    marked("same type and mode"), marked("same type"), marked("related but other type"),
    marked("told beside each other in one report, as other types"), marked("other mode"), marked("same kind of state"), marked("states of other kinds"), marked("same day"),
    marked("a day apart"), marked("days apart"), marked("their days meet"), marked("reported at the time"), marked("reported weeks apart"),
    marked("same place"), marked("one place lies in the other"), marked("places close by"), marked("places far apart"), marked("places of other names"),
    marked("same scene"),
    marked("scenes far apart"), marked("recipients alike"), marked("recipients differ"), marked("put to others"), marked("actors alike"), marked("actors differ"),
    marked("words in common"), marked("no word in common"), marked("same number of people"), marked("reports tell one story"),
    marked("reports tell other stories"),
    marked("one passage copies the other"), marked("told in one passage"), marked("told apart in one report"),
)  # fmt: skip
ALERTS = (
    marked("something happened"), marked("a state came into force"), marked("a state ended"),
    marked("something was asked, promised, threatened or decided"), marked("what was asked or promised falls due within the rule's days"),
    marked("what was asked or promised was granted, refused, kept or broken"), marked("its day has passed without an answer"),
    marked("a source has been silent for longer than is usual for it"), marked("an area's tension has risen"), marked("ring"),
    marked("update"), marked("escalation"), marked("sending"), marked("waiting"), marked("told"), marked("failed"),
)  # fmt: skip
"""What alerts are about, and what became of telling of them."""
LISTENED = (
    marked("paused"), marked("failing"), marked("silent"), marked("partly"), marked("ok"), marked("feed"), marked("sitemap"), marked("page"),
    marked("folder"), marked("mbox"), marked("maildir"), marked("imap"), marked("chat"), marked("gdelt"),
)  # fmt: skip
"""States and kinds of feeds."""
SAID = (
    marked("sign in first"), marked("the form is out of date; load the page again"), marked("this was sent from another site's page"),
    marked("a fault of Vedette's own; the server's log says more"),
)  # fmt: skip
"""Refusals that are raised where no language is known, and shown through `gettext`."""
