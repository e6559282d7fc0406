"""Finding people among all the client files somebody opens: by a name in any spelling, and files of one person."""

from collections.abc import Callable, Collection, Iterable
from uuid import uuid4

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.matters.model import ClientFile
from caseintake.people import contacts, duplicates
from caseintake.people.duplicates import Entry, Hint, Pair
from caseintake.people.merging import FileFacts
from caseintake.people.places import known_files
from caseintake.work import UnitOfWork

#: More than this many people of one name are not shown: the name is too short.
SHOWN = 50


def names_of(file: ClientFile | FileFacts) -> frozenset[str]:
    """The name and every spelling of it."""
    spelt = file.spellings
    return frozenset(name for name in (file.name, spelt.az, spelt.ru, spelt.en, spelt.fr) if name.strip())


def called(name: str, *, uow: UnitOfWork) -> list[ClientFile]:
    """Whose name this may be, in any spelling, or part of it; by name."""
    return matching(name, known_files(uow=uow).values())[:SHOWN]


def matching(name: str, files: Iterable[ClientFile]) -> list[ClientFile]:
    """Those of these files whose name this may be, in any spelling, or part of it; by name."""
    may_be = looking_for(name)
    found = [file for file in files if file.merged_into is None and may_be(names_of(file))]
    return sorted(found, key=lambda file: file.name.casefold())


def looking_for(name: str) -> Callable[[Collection[str]], bool]:
    """What tells whether somebody of these names may be the one whose name was typed, in any spelling or in part."""
    wanted, parts = duplicates.forms([name]), name.casefold().split()

    def may_be(names: Collection[str]) -> bool:
        words = [part for each in names for part in each.split()]
        return bool(wanted & duplicates.forms([*names, *words])) or any(_within(parts, each) for each in names)

    return may_be


def alike(said: FileFacts, *, uow: UnitOfWork) -> list[tuple[ClientFile, tuple[Hint, ...]]]:
    """Who of all the files the acting person opens may be somebody just told of, the likelier first, and why.

    Of a file that is closed to her nothing is read, so that nobody learns here of people he holds no key to.
    """
    files = {file.id: file for file in known_files(uow=uow).values() if file.merged_into is None}
    new = Entry(uuid4(), names_of(said), said.born_on, frozenset({said.contact}))
    found = duplicates.pairs([new, *(entry(file) for file in files.values())])
    return [
        (files[pair.other if pair.one == new.id else pair.one], pair.hints)
        for pair in found
        if new.id in (pair.one, pair.other)
    ]


def _within(parts: list[str], name: str) -> bool:
    """Whether every part that was typed stands in the name as it is written."""
    return all(part in name.casefold() for part in parts)


def entry(file: ClientFile) -> Entry:
    """A file as it is compared with others."""
    usable = frozenset(one.value for one in contacts.all_of(file) if not one.never)
    return Entry(file.id, names_of(file), file.born_on, usable)


def doubles(files: Iterable[ClientFile]) -> list[Pair]:
    """Which of these files may be of one person and have not been looked at."""
    rows = [file for file in files if file.merged_into is None]
    apart = {frozenset({file.id, other}) for file in rows for other in file.not_same}
    return duplicates.pairs((entry(file) for file in rows), apart)


def keep_apart(one: ClientFile, other: ClientFile, *, uow: UnitOfWork) -> None:
    """Looked at: these are two people. Remembered in both files, so that nobody is asked again."""
    policy.require(uow.actor, Action.APPLICANT_CHANGE)
    for file, beside in ((one, other.id), (other, one.id)):
        if beside not in file.not_same:
            file.not_same = (*file.not_same, beside)
    uow.say("two people of one name kept apart")
    uow.flush()
