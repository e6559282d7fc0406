"""Making the demo office: its story told day by day, through the services a real office uses."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec

from caseintake.app import LISTENERS
from caseintake.demo import (
    cases,
    conflicts,
    dates,
    duties,
    kin,
    lending,
    money,
    outside,
    pattern,
    post,
    remedies,
    representation,
    sign_ins,
    staffing,
    through_others,
    together,
    two_firms,
    wishes,
    work,
)
from caseintake.demo.cast import Cast
from caseintake.demo.letters import LETTERS, Fate
from caseintake.demo.sign_ins import SignIns
from caseintake.demo.story import CASES, TAKES_LETTERS
from caseintake.demo.telling import Case
from caseintake.intake.papers import OFFICE_TEXTS
from caseintake.law.rules import shipped_directory
from caseintake.matters import queries, service
from caseintake.settings import Limits, Settings, runtime_directory

#: The least a passphrase may cost: nine people are enrolled while somebody waits.
_LIMITS: Final = Limits(argon2_memory_kib=8 * 1024, disk_floor_bytes=64 << 20)
#: Letters that nobody has opened yet, or that need no answer of an officer.
_NOT_ANSWERED: Final = frozenset({Fate.NEW, Fate.WITHDRAWN, Fate.ACCEPTED})
#: Days between opening the case that letters are accepted into and each next step.
_STEP: Final = 1

Event = tuple[int, int, Callable[[], None]]


def settings_for(directory: Path) -> Settings:
    """The settings of a demo before it is founded: plain http, on the loopback address alone."""
    where = directory.absolute()
    return Settings(
        directory=where,
        database_url=f"sqlite:///{where / 'office.sqlite3'}",
        runtime=runtime_directory(where),
        secure=False,
        demo=True,
        limits=_LIMITS,
    )


def build(directory: Path, *, now: datetime | None = None) -> SignIns:
    """Make a demo office in ``directory``, which is empty or not there. Half a demo is taken away again.

    ``now`` is when its story ends; by default this moment.
    """
    try:
        return _build(settings_for(directory), now or datetime.now(UTC))
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise


def _build(settings: Settings, now: datetime) -> SignIns:
    settings.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_papers(settings, "http://127.0.0.1")
    cast = staffing.found(settings, now)
    try:
        for listen in LISTENERS:
            listen(cast.office)
        staffing.bring_in(cast)
        for ago, _order, happens in sorted(_story(cast), key=lambda event: (-event[0], event[1])):
            cast.go_to(ago)
            happens()
        cast.go_to(0)
        duties.rehearse(cast)
        duties.open_form(cast, "nino")
    finally:
        cast.office.close()
    made = sign_ins.of(cast)
    sign_ins.write(made, settings.directory)
    return made


def write_papers(settings: Settings, public_address: str) -> None:
    """What the public pages say about this office, with the address it is reached at this time."""
    example = (shipped_directory() / "intake" / "office_texts.example.toml").read_text(encoding="utf-8")
    kept, _, _onion = example.partition('[[addresses]]\nkind = "onion"')
    said = kept.replace("https://intake.example.org", public_address)
    (settings.directory / OFFICE_TEXTS.name).write_text(said, encoding="utf-8")


def _story(cast: Cast) -> list[Event]:
    """Everything that happens: how many days ago, in which order on that day, what."""
    found: dict[str, UUID] = {}
    happens: list[tuple[int, Callable[[], None]]] = []
    for number, letter in enumerate(LETTERS):
        happens.append((letter.ago, partial(post.send, number, letter, cast)))
        if letter.also or letter.fate is Fate.WITHDRAWN:
            happens.append((letter.ago, partial(post.come_back, number, letter, cast)))
        if letter.fate not in _NOT_ANSWERED:
            happens.append((letter.ago - post.ANSWERED_AFTER, partial(post.answer, number, letter, cast)))
        if letter.addition:
            again = letter.ago - post.ANSWERED_AFTER - post.AGAIN_AFTER
            happens.append((again, partial(post.come_back, number, letter, cast)))
    happens.append((through_others.AGO, partial(through_others.write_down, cast)))
    for case in CASES:
        happens.append((case.ago, partial(_open, case, found, cast)))
        happens.append((case.ago - _STEP, partial(_fill, case, found, cast)))
        happens.append((cases.RECORDED_AGO, partial(_record, case, found, cast)))
        happens.append((cases.ASKED_AGO, partial(_second_readers, case, found, cast)))
    happens.append((dates.AGO, partial(dates.type_in, found, cast)))
    lawyer = next(case for case in CASES if case.codename == TAKES_LETTERS).team[0]
    happens.append((wishes.AGO, partial(wishes.tell, found, cast)))
    happens.append((wishes.AGO - 1, partial(wishes.be_made_to_leave, cast)))
    happens.append((wishes.AGO - 2, partial(wishes.find_out, found, TAKES_LETTERS, lawyer, cast)))
    happens.append((1, partial(wishes.set_aside, cast)))
    happens.append((remedies.AGO, partial(remedies.grow, found, cast)))
    happens.append((lending.AGO, partial(lending.lend, found, cast)))
    happens.append((lending.AGO - 1, partial(lending.read, cast)))
    happens.append((conflicts.AGO, partial(conflicts.check, found, cast)))
    happens.append((pattern.AGO, partial(pattern.tell, found, cast)))
    happens.append((outside.AGO, partial(outside.speak, found, cast)))
    happens.append((representation.AGO, partial(representation.sign, found, cast)))
    happens.append((kin.AGO, partial(kin.tell, found, cast)))
    happens += [(kin.AGO, partial(_agree, case, found, cast)) for case in CASES]
    happens.append((money.AGO, partial(money.write_down, found, cast)))
    happens.append((money.AGO, partial(money.judge, found, cast)))
    happens.append((together.AGO, partial(together.go_on, found, cast)))
    happens.append((work.AGO, partial(work.go_on, found, cast)))
    return [(ago, order, act) for order, (ago, act) in enumerate(happens)]


def _open(case: Case, found: dict[str, UUID], cast: Cast) -> None:
    found[case.codename] = cases.open_case(case, cast)


def _fill(case: Case, found: dict[str, UUID], cast: Cast) -> None:
    """Applicants: first those whose letters are accepted, whose officer then leaves the team."""
    matter_id = found[case.codename]
    if case.codename == TAKES_LETTERS:
        accepted = {number: letter for number, letter in enumerate(LETTERS) if letter.fate is Fate.ACCEPTED}
        post.accept(accepted, matter_id, case.made_by, cast)
        with cast.unit(case.team[0]) as uow:
            matter = queries.matter(matter_id, uow=uow)
            service.remove_member(matter, cast.members[case.made_by].id, uow=uow)
            uow.commit()
    cases.add_clients(case, matter_id, cast)
    two_firms.agree(case, matter_id, cast)


def _agree(case: Case, found: dict[str, UUID], cast: Cast) -> None:
    """Whoever came to the case later is asked as well."""
    two_firms.agree(case, found[case.codename], cast)


def _record(case: Case, found: dict[str, UUID], cast: Cast) -> None:
    cases.record(case, found[case.codename], cast)


def _second_readers(case: Case, found: dict[str, UUID], cast: Cast) -> None:
    cases.ask_second_readers(case, found[case.codename], cast)


def served_as(settings: Settings, office_address: str, public_address: str) -> Settings:
    """The settings with the addresses this run is reached at; nothing of it is written down."""
    return msgspec.structs.replace(settings, office_addresses=(office_address,), public_addresses=(public_address,))
