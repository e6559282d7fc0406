"""What the office does in the story: triage, a matter with everything in it, time-limits, second reading."""

from __future__ import annotations

import re
from io import BytesIO

from caseintake.matters.facts import FACTS, PERSONAL
from caseintake.web.office.applicants import OTHER
from tests.seizure.browser import Browser
from tests.seizure.grid_story import together
from tests.seizure.house_story import by_night, look_after, set_aside, suitcase
from tests.seizure.journey import Story, hidden
from tests.seizure.money_story import execution, money, out, tables
from tests.seizure.outside_story import outside
from tests.seizure.people_story import people
from tests.seizure.remedies_story import chain, remedies
from tests.seizure.representation_story import represent
from tests.seizure.search_story import ask, keep_apart, look
from tests.seizure.work_story import custody, work
from tests.web.office_client import words_in

#: A day in the boxes of a form, ``decided_on`` for instance.
DAY = {"precision": "day", "day": "5", "month": "2", "year": "2026"}


def dated(name: str, **changed: str) -> dict[str, str]:
    return {f"{name}__{part}": value for part, value in {**DAY, **changed}.items()}


def tell(story: Story) -> None:
    """Everything, from the first invitation to the last sign-out."""
    story.hire_everybody()
    for name in ("accepted", "declined", "referred", "stopped"):
        story.ask(name)
    story.ask("never sent", sends=False)
    triage(story)
    write_down(story)
    come_back(story)
    matter = accept(story)
    client = other_firm(story, matter)
    run(story, matter)
    money(story, matter)
    execution(story, matter)
    limits(story, matter)
    dates(story, matter)
    new_code(story)
    leave(story, client)
    give_away(story)
    set_aside(story, conversation(story, "stopped"))
    look_after(story, matter)
    happen(story.staff["lawyer"], matter)
    log_incidents(story.staff["lawyer"], matter)
    settle(story, matter)
    speak(story.staff["lawyer"], matter)
    people(story, matter)
    touch(story.staff["lawyer"], matter)
    miss(story.staff["lawyer"], matter)
    chain(story.staff["lawyer"], matter)
    remedies(story.staff["lawyer"], matter)
    outside(story, matter)
    work(story.staff["lawyer"], matter)
    custody(story.staff["lawyer"], matter)
    represent(story, matter)
    ask(story.staff["lawyer"], story.staff["coordinator"], matter)
    keep_apart(story.staff["lawyer"], matter)
    upload(story, _first(story.staff["lawyer"], f"{matter}/inner", f"{matter}/inner/"))
    look(story.staff["lawyer"])
    together(story.staff["lawyer"], matter)
    tables(story, matter)
    out(story, matter)
    take_over(story)
    by_night(story)
    suitcase(story, matter)
    story.sign_out()


# --- intake ------------------------------------------------------------------------------------------------------


def conversation(story: Story, name: str) -> str:
    """The address under which the officer finds what this person sent: her code's own canary leads there."""
    officer = story.staff["officer"]
    wanted = next(c for c, where in story.canaries.typed.items() if where == f"client {name}: /en/write what_happened")
    page = officer.open("/inbox?state=all")
    for address in sorted(set(re.findall(r'href="(/inbox/[0-9a-f-]{36})"', page))):
        if wanted in officer.open(address):
            return address
    raise AssertionError(f"the officer does not find {name}")


def triage(story: Story) -> None:
    """Take, note, ask, answer, decline, refer."""
    officer = story.staff["officer"]
    here = conversation(story, "accepted")
    officer.send(f"{here}/take")
    press_file(officer, here)
    officer.open(here)
    officer.send("/files/add")
    scan = story.canaries.text("content of a file that came by post").encode() * 500
    officer.send(needs="note", files=[(f"{story.canaries.word('name of a file that came by post')}.pdf", scan)])
    for act, given in (("note", {}), ("ask", dict(day_in("needed_by", "20"))), ("answer", {})):
        officer.open(f"{here}/{act}")
        officer.send(needs="text", **given)
    for name, act in (("declined", "decline"), ("referred", "refer")):
        officer.open(f"{conversation(story, name)}/{act}")
        officer.send(needs="text")


def write_down(story: Story) -> None:
    """A statement for somebody who cannot come to the form, and her confirming it."""
    officer = story.staff["officer"]
    page = officer.open("/inbox/write-down")
    days: dict[str, object] = {}
    for name in sorted(set(re.findall(r'name="([a-z_]+)-precision"', page))):
        days |= dated(name)
    page = officer.send(
        needs="what_happened",
        speaker="relative",
        read_back="no",
        language=OTHER,
        paper=None,
        safety_urgent=None,
        **days,
    )
    address = re.search(r'href="(/inbox/[0-9a-f-]{36}/statements/[0-9a-f-]{36}/confirm)"', page)
    assert address is not None
    officer.open(address[1])
    officer.send(needs="remark", how="voice", **dict(day_in("on", "2")))


def day_in(name: str, day: str) -> dict[str, str]:
    return {f"{name}__day": day, f"{name}__month": "3", f"{name}__year": "2026"}


def press_file(browser: Browser, address: str) -> None:
    """Download the first file of a page: the bytes of somebody else, opened and sent on."""
    page = browser.open(address)
    action = re.search(r'action="([^"]*/(?:files|documents)/[0-9a-f-]{36})"', page)
    assert action is not None, f"no file at {address}"
    browser.send(action[1])
    if 'name="reason"' in browser.page:  # a private file is opened with a reason
        browser.send(needs="reason")
    browser.open(address)


def come_back(story: Story) -> None:
    """Read, add a text and a file, agree to more, and once: stop, under pressure."""
    client = story.come_back("accepted")
    client.send("/visit/answer")
    client.send("/visit")
    client.send("/visit/add")
    client.send("/visit/add", needs="addition", go="files")
    story.add_files(client, "accepted, later", go="next")
    client.send("/visit/add", needs="addition", go="send")
    client.send("/visit/consents")
    every = {name.replace("-", "__"): "yes" for name in re.findall(r'name="(consent-\w+)"', client.page)}
    client.send("/visit/consents", go="save", **every)
    client.send("/visit")
    client.send("/visit/close")

    stopping = story.come_back("stopped")
    stopping.send("/visit/ending")
    stopping.send("/visit/ending/confirm", end="stop")
    stopping.send("/visit/ending/do")
    officer = story.staff["officer"]
    officer.open(f"{conversation(story, 'stopped')}/withdrawal")
    officer.send(needs="how", whose="pressure", **day_in("happened_on", "1"))
    officer.open(f"{conversation(story, 'stopped')}/ask")
    officer.send(needs="text", **day_in("needed_by", "21"))


def new_code(story: Story) -> None:
    """Somebody lost her paper and gets a new code; with it she makes one that nobody else has seen."""
    officer = story.staff["officer"]
    officer.open(f"{conversation(story, 'referred')}/code")
    officer.send(needs="how", how="person")
    page = officer.send(needs="sure")  # asked once more before the old code dies
    story.codes["referred"] = _shown_code(page)
    story.drawn.append(story.codes["referred"])
    story.canaries.keep("code given anew", story.codes["referred"])
    client = story.come_back("referred")
    client.send("/visit/ending")
    page = client.send("/visit/ending/confirm", end="replace")
    story.canaries.keep("code made by the client", hidden(page, "new"))


def _shown_code(page: str) -> str:
    block = re.search(r'<ol class="return-code.*?</ol>', page, re.DOTALL)
    assert block is not None, "the new code is not on the page"
    return " ".join(re.findall(r"<span>([^<]+)</span>", block[0]))


# --- a matter ----------------------------------------------------------------------------------------------------


def accept(story: Story) -> str:
    """Into a new matter that the lawyer looks after. Returns its address."""
    officer, lawyer = story.staff["officer"], story.staff["lawyer"]
    officer.open(f"{conversation(story, 'accepted')}/accept")
    codename = story.canaries.text("officer: codename of the new matter")
    officer.send(needs="codename", codename=codename, responsible=str(story.accounts["lawyer"].person_id))
    page = lawyer.open("/matters")
    found = re.search(r'href="(/matters/[0-9a-f-]{36})"', page)
    assert found is not None, "the lawyer does not see the matter"
    return found[1]


#: One of the readings of the rule whose texts contradict each other.
READING = "two_months"


def run(story: Story, matter: str) -> None:
    """Everything a lawyer records, each box filled once."""
    lawyer = story.staff["lawyer"]
    lawyer.open(f"{matter}/edit")
    lawyer.send(needs="about")
    for address, needs in (("applicants/new", "contact"), ("applicants/paste", "table"), ("complaints/new", "article")):
        lawyer.open(f"{matter}/{address}")
        language = {"language": OTHER} if "other_language" in lawyer.page else {}
        lawyer.send(needs=needs, **language, **lawyer.agreed)
        if needs == "table":
            lawyer.send(needs=needs, go="add", **lawyer.agreed)
    applicant = _first(lawyer, f"{matter}/applicants", f"{matter}/applicants/")
    lawyer.open(f"{applicant}/edit")
    lawyer.send(needs="note")
    lawyer.open(f"{matter}/proceedings/new")
    lawyer.send(needs="court")
    proceeding = _first(lawyer, f"{matter}/proceedings", f"{matter}/proceedings/")
    lawyer.open(f"{proceeding}/decisions/new")
    days: dict[str, str] = {}
    for day, name in enumerate(FACTS, 2):
        days |= dated(name, day=str(day))
    lawyer.send(needs="outcome", **days)
    decision = _first(lawyer, proceeding, f"{matter}/decisions/")
    lawyer.open(decision)
    lawyer.send(needs="outcome", **dated("known_on", day="20"))
    for day in ("10", "11"):
        lawyer.open(f"{decision}/applicants/{applicant.rpartition('/')[2]}")
        own: dict[str, str] = {}
        for name in PERSONAL:
            own |= dated(name, day=day)
        lawyer.send(needs="served_on-day", **own)
    lawyer.open(f"{proceeding}/filings/new")
    lawyer.send(needs="what", **dated("lodged_on", day="27"))
    filing = _first(lawyer, proceeding, f"{matter}/filings/")
    lawyer.open(filing)
    lawyer.send(needs="what", **dated("lodged_on", day="26"))
    lawyer.open(f"{filing}/dispatches/new")
    lawyer.send(needs="tracking", **dated("handed_on", day="27"))
    lawyer.open(_first(lawyer, f"{filing}/dispatches", f"{matter}/dispatches/"))
    days = dated("handed_on", day="26") | dated("delivered_on", day="28") | dated("returned_on", day="28")
    lawyer.send(needs="tracking", **days)
    lawyer.open(f"{proceeding}/filings/new")
    lawyer.send(needs="what", kind="application", how="fax", **dated("lodged_on", day="27"))
    (filing,) = set(re.findall(rf'href="({matter}/filings/[0-9a-f-]{{36}})/', lawyer.page)) - {filing}
    lawyer.open(f"{filing}/answers/new")
    lawyer.send(needs="number", kind="rejected", **dated("answered_on", day="28"))
    lawyer.send("/back", needs="reason")
    for place in (matter, applicant):
        upload(story, place)
    lawyer.open(f"{applicant}/access")


def happen(lawyer: Browser, matter: str) -> None:
    """What happened: recorded, corrected, for several people on their days, taken back; a text of the law chosen."""
    lawyer.open(f"{matter}/happened/new/contact_made")
    lawyer.send(needs="note", everybody="y", **dated("last_contact_on", day="5"))
    page = lawyer.open(f"{matter}/happened")
    found = re.findall(rf'href="({re.escape(matter)}/happened/[0-9a-f-]{{36}})"', page)
    one = next(link for link in found if 'name="last_contact_on-day"' in lawyer.open(link))
    lawyer.send(needs="note", **dated("last_contact_on", day="6"))
    lawyer.open(f"{matter}/happened/new/contact_made/many")
    lawyer.send(needs="numbers0", numbers0="1", numbers1=None, numbers2=None, **dated("day0", day="7"))
    lawyer.open(one)
    lawyer.send("/take-back", needs="reason")
    lawyer.open("/rules/readings")
    lawyer.send("/az.crim.cassation", **{"az.crim.cassation-reading": READING})


def log_incidents(lawyer: Browser, matter: str) -> None:
    """An incident for the team, corrected; one in a client's file, taken back; the picture taken along."""
    lawyer.open(f"{matter}/incidents/new")
    person = re.findall(r'name="applicants"[^>]*value="([0-9a-f-]{36})', lawyer.page)[0]
    days = dated("on", day="5") | dated("until", day="6")
    lawyer.send(needs="alleged_by", kind="search", applicants=[person], keep="team", numbers="", **days)
    one = _first(lawyer, f"{matter}/incidents", f"{matter}/incidents/")
    lawyer.open(one)
    lawyer.send(needs="reason", numbers="", **dated("on", day="7"))
    lawyer.open(f"{matter}/incidents/new?kind=leak&applicant={person}")
    lawyer.send(needs="alleged_by", keep="file", numbers="", **days)
    lawyer.open(_first(lawyer, f"{matter}/incidents?kind=leak", f"{matter}/incidents/"))
    lawyer.send("/take-back", needs="reason")
    lawyer.open(f"{matter}/incidents/picture")
    lawyer.send(f"{matter}/incidents/file/svg", reader="office")
    lawyer.open(f"{matter}/complaints/matrix")
    complaint = re.findall(r'<option value="([0-9a-f-]{36})"', lawyer.page)[0]
    lawyer.send(needs="everybody", complaint=complaint, everybody="y")
    lawyer.send(needs="numbers", go="sure")


def speak(lawyer: Browser, matter: str) -> None:
    """A statement changed and checked, one that had gone out, a pledge of secrecy that ends."""
    here = f"{matter}/advocacy"
    lawyer.open(here)
    lawyer.send("/pledges", needs="who", **day_in("signed_on", "1"))
    lawyer.send(re.findall(rf'action="({re.escape(here)}/pledges/[0-9a-f-]{{36}})"', lawyer.page)[0])
    lawyer.open(f"{here}/new")
    lawyer.send(
        needs="what", body="commissioner", numbers="", gone_on__day=None, gone_on__month=None, gone_on__year=None
    )
    one = _first(lawyer, here, f"{here}/")
    lawyer.open(f"{one}/edit")
    lawyer.send(needs="what", numbers="", named="name")
    lawyer.send(needs="settlement", go="answers", **day_in("gone_on", "1"))
    lawyer.send(needs="reason", go="back", **day_in("gone_on", "1"))
    lawyer.open(f"{here}/new")
    lawyer.send(needs="what", body="press", numbers="1", already="y", **day_in("gone_on", "1"))


def settle(story: Story, matter: str) -> None:
    """The closed part of the matter: an offer, an answer, an offer taken out, a paper."""
    lawyer, canaries = story.staff["lawyer"], story.canaries
    here = f"{matter}/settlement"
    lawyer.open(here)
    lawyer.send("/open")
    for _one in range(2):
        lawyer.open(f"{here}/new")
        lawyer.send(needs="terms", numbers="1", answer_by__day=None, **day_in("offered_on", "1"))
    first, second = dict.fromkeys(re.findall(rf'action="({re.escape(here)}/[0-9a-f-]{{36}})"', lawyer.open(here)))
    lawyer.send(first, needs="said", go="answer", **day_in("answered_on", "2"))
    lawyer.send(second, needs="said", go="out", answered_on__day=None, answered_on__month=None, answered_on__year=None)
    lawyer.open(f"{here}/papers")
    token = re.findall(r'name="csrf_token" value="([0-9a-f]+)"', lawyer.page)[-1]
    content = canaries.text("content of a paper about a settlement").encode() * 500
    paper = (BytesIO(content), f"{canaries.word('name of a paper about a settlement')}.pdf")
    answer = lawyer.client.post(f"{here}/papers", data={"csrf_token": token, "file": paper})
    assert answer.status_code == 303


def touch(lawyer: Browser, matter: str) -> None:
    """One message to everybody of the matter, also to one who must not learn of another: the warning was read."""
    lawyer.open(f"{matter}/touch/write")
    everybody = re.findall(r'name="applicants"[^>]*value="([0-9a-f-]{36})', lawyer.page)
    lawyer.send(needs="text_az", applicants=everybody, status=422)
    lawyer.send(needs="text_az", applicants=everybody, cautions_read="yes")


def miss(lawyer: Browser, matter: str) -> None:
    """A time-limit nobody knew the end of was missed; a step after it was taken."""
    lawyer.open(f"{matter}/proceedings/new")
    lawyer.send(needs="court", forum="no_remedy")
    page = lawyer.open(f"{matter}/time-limits")
    found = list(dict.fromkeys(re.findall(rf'href="({re.escape(matter)}/time-limits/[0-9a-f-]{{36}})"', page)))
    lost = next(one for one in found if "/missed" in lawyer.open(one))
    lawyer.open(lost)
    lawyer.send("/missed")
    lawyer.open(f"{lost}/after")
    lawyer.send(needs="note", step="tell_client")


def take_over(story: Story) -> None:
    """An old case from a spreadsheet, with a column nobody wants."""
    lawyer, word = story.staff["lawyer"], story.canaries.word
    heads, cells = ("column", "applicant", "court", "outcome", "note", "matter"), []
    mapping = {f"column__{number}": field for number, field in enumerate(("", "applicants", *heads[2:], "decided_on"))}
    cells = [word(f"old cases: {head}") for head in heads]
    head = "\t".join((word("old cases: a heading"), *heads[1:], "day"))
    lawyer.open("/matters/old-cases")
    lawyer.send(needs="table", go="read", table="\n".join((head, "\t".join((*cells, "2026-01-05")))))
    lawyer.send(needs="table", go="look", **mapping)
    lawyer.send(needs="table", go="make", **mapping)


def _first(browser: Browser, page: str, start: str) -> str:
    found = re.search(rf'href="({re.escape(start)}[0-9a-f-]{{36}})', browser.open(page))
    assert found is not None, f"{page} leads to nothing under {start}"
    return found[1]


def upload(story: Story, place: str) -> None:
    lawyer, canaries = story.staff["lawyer"], story.canaries
    lawyer.open(f"{place}/documents")
    lawyer.send("/documents/add")
    content = canaries.text(f"content of a document at {place[:9]}").encode() * 500
    lawyer.send(needs="files", files=[(f"{canaries.word('name of a document')}.docx", content)])
    press_file(lawyer, f"{place}/documents")


def other_firm(story: Story, matter: str) -> str:
    """The client agrees, face to face, that a lawyer of another firm reads; something goes out. Returns her page."""
    lawyer = story.staff["lawyer"]
    firm = story.canaries.text("lawyer: the other firm")
    client = _first(lawyer, f"{matter}/applicants", f"{matter}/applicants/")
    lawyer.open(f"{client}/consents/take")
    lawyer.send(needs="present", use="share_firm", answer="yes", scope=firm, how="in_person", review_on__day=None)
    lawyer.open(f"{matter}/firms")
    lawyer.send(f"{matter}/firms", needs="declared", name=firm, **day_in("declared_on", "1"))
    lawyer.open(f"{matter}/team")
    lawyer.send("/team/add", person=str(story.accounts["second"].person_id), firm=firm)
    lawyer.open(f"{client}/consents/out")
    lawyer.send(needs="what", use="share_firm", **day_in("on", "1"))
    return client


def leave(story: Story, here: str) -> None:
    """The client of the matter wants out by her own wish: one complaint is left for her, which makes a task."""
    client, lawyer = story.come_back("accepted"), story.staff["lawyer"]
    client.send("/visit/ending")
    client.send("/visit/ending/confirm", end="stop")
    client.send("/visit/ending/do")
    page = lawyer.open(f"{here}/conversation/withdrawal")
    complaint = re.search(r'name="leave"[^>]*value="([0-9a-f-]{36})"', page)
    assert complaint is not None, "no complaint of this client to leave"
    lawyer.send(needs="how", whose="own", leave=[complaint[1]])
    lawyer.open(f"{here}/consents")


# --- time-limits -------------------------------------------------------------------------------------------------


def limits(story: Story, matter: str) -> None:
    """A limit by hand and back, a slip that the coordinator answers, what was lodged, what is not pursued."""
    lawyer, coordinator = story.staff["lawyer"], story.staff["coordinator"]
    page = lawyer.open(f"{matter}/time-limits")
    found = list(dict.fromkeys(re.findall(rf'href="({re.escape(matter)}/time-limits/[0-9a-f-]{{36}})"', page)))
    assert len(found) >= 2, "no time-limit appeared by itself"
    first, second = found[:2]
    lawyer.open(first)
    lawyer.send(
        "/override", **{f"override__due__{part}": v for part, v in (("day", "1"), ("month", "5"), ("year", "2026"))}
    )
    lawyer.open(first)
    lawyer.send("/slip", slip__reader=str(story.accounts["coordinator"].person_id))
    slip = _first(coordinator, "/slips", "/slips/")
    coordinator.open(slip)
    coordinator.send(needs="verdict", verdict="agree")
    lawyer.open(f"{matter}/time-limits")
    lawyer.send("/count")
    lawyer.open(second)
    lawyer.send("/drop")
    for page in ("/board", "/calendar"):
        coordinator.open(page)
    address = re.search(r"/feed/([^<\s\"]+)\.ics", coordinator.send("/calendar/new"))
    assert address is not None
    story.canaries.keep("token of the calendar", address[1])
    calendar = story.desk.test_client()  # a calendar's own program asks; no browser keeps the address
    assert calendar.get(f"/feed/{address[1]}.ics").status_code == 200


def dates(story: Story, matter: str) -> None:
    """A hearing with everything, moved, noted and held; a letter in one line, cancelled."""
    lawyer = story.staff["lawyer"]
    lawyer.open(f"{matter}/dates/new")
    hours = {"time": "10:00", "lasts": "90"}
    lawyer.send(needs="panel", severity="fatal", **hours, **on("due", "20"))
    hearing = lawyer.address
    lawyer.open(f"{hearing}/edit")
    lawyer.send(needs="why", **hours, **on("due", "21"))
    lawyer.open(hearing)
    lawyer.send("/slip", slip__reader=str(story.accounts["coordinator"].person_id))
    lawyer.open(f"{hearing}/notes")
    lawyer.send("/notes", **on("objected_on", "21"))
    lawyer.open(hearing)
    lawyer.send("/done", done__next_time=None)
    lawyer.open(f"{matter}/dates")
    lawyer.send("/dates/new", kind="letter", time=None, **on("due", "22"))
    lawyer.send("/cancel")


def on(name: str, day: str) -> dict[str, str]:
    """A day of April in the boxes of a form."""
    return {f"{name}__day": day, f"{name}__month": "4", f"{name}__year": "2026"}


def give_away(story: Story) -> None:
    """A new passphrase: the old one and the new one are both nobody's business."""
    lawyer = story.staff["lawyer"]
    lawyer.open("/account")
    story.canaries.keep("new passphrase of the lawyer", " ".join(words_in(lawyer.send("/account/passphrase"))))
