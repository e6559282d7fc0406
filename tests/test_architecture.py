"""The house stands on floors, and imports only go down. Each rule below says how to get out when it is broken."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.engines import missing
from tests.sources import PACKAGE, ROOT, Source, kept_files, sources

#: From the ground up. What stands side by side may import one another, but not in a circle.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("kernel",),
    ("law",),
    ("settings", "storage", "i18n", "process", "sandbox"),
    ("vault",),
    ("audit", "damaged"),
    ("work",),
    ("access",),
    ("search",),
    ("identity",),
    ("documents",),
    ("matters",),
    ("people",),
    ("intake",),
    ("deadlines", "diary", "plans"),
    (
        "old_cases",
        "costs",
        "reports",
        "execution",
        "representation",
        "casework",
        "custody",
        "incidents",
        "advocacy",
        "settlements",
        "remedies",
        "outside",
    ),
    ("conflicts",),
    ("portability",),
    ("models", "schema", "founding", "housekeeping", "health", "backup", "reminders", "suitcase"),
    ("findable", "leavers"),
    ("monday",),
    ("web",),
    ("app",),
    ("cli", "demo", "__main__"),
)
FLOOR = {part: number for number, floor in enumerate(FLOORS) for part in floor}

#: Same answer for the same arguments, always: no Flask, no SQLAlchemy, no clock.
PURE = frozenset(
    {"kernel", "law", "audit.chain", "access.policy", "identity.credentials", "identity.words"}
    | {"matters.articles", "matters.facts", "matters.kinds", "matters.person", "matters.table"}
    | {f"deadlines.{name}" for name in ("situations", "states", "counting", "pictures", "timeline")}
    | {f"diary.{name}" for name in ("kinds", "clashes")}
    | {"costs.money", "reports.guarded", "execution.interest", "execution.rates", "portability.columns"}
    | {f"old_cases.{name}" for name in ("columns", "days")}
    | {f"representation.{name}" for name in ("kinds", "numbers")}
    | {"advocacy.checks", "incidents.kinds", "incidents.picture"}
    | {"casework.kinds"}
    | {f"people.{name}" for name in ("kinds", "duplicates", "lifecycle", "merging")}
    | {
        "plans.plan_file",
        "plans.backwards",
        "reminders.agenda",
        "suitcase.lock",
        "search.fold",
        "search.segment",
        "search.excerpt",
        "conflicts.kinds",
    }
    | {f"vault.{name}" for name in ("errors", "canonical", "primitives", "holders", "keyring", "record", "stream")}
    | {f"vault.{name}" for name in ("parcel", "roster", "epoch", "grant", "recovery")}
    | {f"intake.{name}" for name in ("questionnaire", "receipts", "answers", "consents", "told_dates", "wording")}
    | {"intake.sheets"}
    | {"matters.turns", "remedies.kinds", "remedies.grid", "remedies.suggesting", "remedies.warnings"}
)
#: The words of the house are below most floors and are looked up only when they are shown.
PURE_MAY_IMPORT = PURE | {"i18n", "settings"}
IMPURE = {"flask", "flask_login", "flask_wtf", "wtforms", "werkzeug", "jinja2", "sqlalchemy", "alembic", "psycopg"}
IMPURE |= {"gunicorn", "click", "time", "socket", "subprocess", "threading"}
THE_CLOCK = "kernel.clock"

#: Who may end a transaction, beside the edges (web, cli), which call `uow.commit()`.
COMMITS = {
    "work": "a unit of work: seals, digests, one log entry a chain, signs, commits",
    "storage": "opens the databases and sets how SQLite begins",
    "schema": "brings a database to this version, before any unit of work can open it",
    "backup.restoring": "makes an office from a backup, before there is anybody who could ask for it",
    "founding": "founds an office before there is anybody who could ask for it",
    "health.heartbeat": "the host says what it did after the work is committed",
    "housekeeping": "removes what is over, by the clock, when nobody asks",
    "intake.drafts": "a draft is saved page by page, and tried again when two windows save it at once",
    "intake.sending": "a draft is sealed outside the write lock and sent, and tried again if it changed",
    "intake.visits": "a client's visit begins, moves on and ends beside the request, as a session does",
    "identity.sessions": "a session's row moves on at every request, also at one that only reads",
    "identity.desk": "a second passphrase freezes the account although the sign-in is refused",
    "identity.throttle": "a failed attempt counts although the request it belongs to is refused",
}
EDGES = ("web", "cli", "demo")

#: Distributions whose module is called otherwise.
IMPORTED_AS = {"psycopg[binary]": "psycopg", "pillow": "PIL", "zxing-cpp": "zxingcpp"}
#: They come with Flask and are part of what it promises.
WITH_FLASK = {"werkzeug", "jinja2", "markupsafe"}

MODULE_LINES = 400
FUNCTION_LINES = 60

SOURCES = sources()


def _name(module: str) -> str:
    """The name of one of our modules without the package's."""
    return module.removeprefix(PACKAGE).removeprefix(".")


def _is_in(name: str, names: frozenset[str] | set[str] | dict[str, str]) -> bool:
    """Whether `names` holds the module `name` or a package it lies in."""
    parts = name.split(".")
    return any(".".join(parts[: i + 1]) in names for i in range(len(parts)))


def _ours(source: Source) -> Iterator[tuple[str, int]]:
    """What `source` imports of our own, with the line."""
    for imported in source.imports:
        if imported.name.split(".")[0] == PACKAGE:
            yield imported.name, imported.line


def _report(broken: list[str], way_out: str) -> None:
    assert not broken, "\n".join(["", *broken, f"The way out: {way_out}"])


def upward(source: Source) -> Iterator[str]:
    """The imports of `source` that go up."""
    if not source.part:
        return
    for name, line in _ours(source):
        part = (_name(name) + ".").split(".")[0]
        if part in FLOOR and FLOOR[part] > FLOOR[source.part]:
            yield f"{source.where(line)}: {source.part} imports {name}, which stands on a higher floor"


def test_every_part_stands_on_a_floor() -> None:
    homeless = sorted({source.part for source in SOURCES if source.part} - FLOOR.keys())

    _report([f"{PACKAGE}/{part} stands on no floor" for part in homeless],
            "write it into FLOORS, above all that it imports")  # fmt: skip


def test_imports_only_go_down() -> None:
    broken = [line for source in SOURCES if source.part in FLOOR for line in upward(source)]

    _report(broken, "move what is needed to the lower floor, or let the higher one hear of it as an event "
            "(uow.emit) or pass it in as an argument")  # fmt: skip


def test_an_import_that_goes_up_is_found(tmp_path: Path) -> None:
    (tmp_path / PACKAGE / "law").mkdir(parents=True)
    (tmp_path / PACKAGE / "web.py").touch()
    (tmp_path / PACKAGE / "law" / "dates.py").write_text(
        "from caseintake.kernel import ids\ndef late() -> None:\n    from caseintake import web\n"
    )
    found = [line for source in sources(tmp_path) for line in upward(source)]

    assert found == ["caseintake/law/dates.py:3: law imports caseintake.web, which stands on a higher floor"]


def test_no_modules_import_one_another_in_a_circle() -> None:
    graph = {
        source.module: {imported.name for imported in source.imports if imported.at_start} - {source.module}
        for source in SOURCES
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        _report([" → ".join(reversed(error.args[1]))], "a third module below both holds what both need")


def impurities(source: Source) -> Iterator[str]:
    """What keeps `source` from being pure."""
    for imported in source.imports:
        top = imported.name.split(".")[0]
        if top in IMPURE and _name(source.module) != THE_CLOCK:
            yield f"{source.where(imported.line)}: imports {top}"
        elif top == PACKAGE and _name(imported.name) and not _is_in(_name(imported.name), PURE_MAY_IMPORT):
            yield f"{source.where(imported.line)}: imports {imported.name}, which is not pure"
    if _name(source.module) == THE_CLOCK:
        return
    for call in source.calls():
        spoken = ast.unparse(call.func)
        if re.search(r"\b(datetime|date)\.(now|utcnow|today)$", spoken):
            yield f"{source.where(call.lineno)}: asks {spoken}() what time it is"
        if spoken == "open":
            yield f"{source.where(call.lineno)}: opens a file"


def test_pure_modules_are_pure() -> None:
    broken = [line for source in SOURCES if _is_in(_name(source.module), PURE) for line in impurities(source)]

    _report(broken, "take the value as an argument; whoever calls has the database, the request or the clock")


def test_an_impure_module_is_found(tmp_path: Path) -> None:
    (tmp_path / PACKAGE / "law").mkdir(parents=True)
    (tmp_path / PACKAGE / "law" / "dates.py").write_text(
        "import sqlalchemy\nfrom caseintake.work import Office\nfrom datetime import date\nnow = date.today()\n"
    )
    (source,) = sources(tmp_path)

    assert [line.split(":")[1] for line in impurities(source)] == ["1", "2", "4"]


def test_every_pure_module_named_here_exists() -> None:
    known = {_name(source.module) for source in SOURCES}
    gone = sorted(PURE - known)
    if gone:
        missing(f"named in PURE but not there: {', '.join(gone)}")


def test_only_rules_are_read_from_files_by_the_law() -> None:
    reading = {"open", "read_text", "read_bytes", "iterdir", "glob", "rglob"}
    broken = [
        f"{source.where(call.lineno)}: {ast.unparse(call.func)}()"
        for source in SOURCES
        if source.part == "law" and _name(source.module) != "law.rules"
        for call in source.calls()
        if ast.unparse(call.func).split(".")[-1] in reading
    ]
    _report(broken, "rules.load(folder) reads; everything else takes what it answered")


def test_one_module_alone_touches_the_cryptography_library() -> None:
    broken = [
        f"{source.where(imported.line)}: imports {imported.name}"
        for source in SOURCES
        if _name(source.module) != "vault.primitives"
        for imported in source.imports
        if imported.name.split(".")[0] == "cryptography"
    ]
    _report(broken, "vault/primitives.py offers what is needed, or should: there it is reviewed and has vectors")


def test_one_module_alone_says_that_a_key_is_verified() -> None:
    broken = [
        f"{source.where(call.lineno)}: {ast.unparse(call.func)}()"
        for source in SOURCES
        if _name(source.module) != "vault.verified"
        for call in source.calls()
        if ast.unparse(call.func).split(".")[-1] == "VerifiedKey"
    ]
    _report(broken, "keystore.public.of(holder) answers the key that roster, entry 0 or a checked epoch vouches for")


def test_only_a_unit_of_work_commits() -> None:
    broken = []
    for source in SOURCES:
        if _is_in(_name(source.module), COMMITS):
            continue
        for call in source.calls():
            *_, holder, verb = ["", *ast.unparse(call.func).split(".")]
            if verb == "commit" and holder == "uow" and source.part in EDGES:
                continue
            # Left by its `with`, such a block commits too.
            if verb != "commit" and not (verb == "begin" and holder in ("engine", "session", "connection")):
                continue
            broken.append(f"{source.where(call.lineno)}: {ast.unparse(call.func)}()")

    _report(broken, "a service writes into the unit it is given; whoever asked (a view, a command) calls uow.commit(). "
            "An exception goes into COMMITS with its reason")  # fmt: skip


def _models() -> dict[str, str]:
    """Every model's name, with the part that owns it."""
    roots = {"Base", "SealedRecord", "LoggedRecord"}
    return {
        node.name: source.part
        for source in SOURCES
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and roots & {ast.unparse(base).split(".")[-1] for base in node.bases}
    }


def test_only_its_own_package_makes_a_record() -> None:
    models = _models()
    broken = []
    for source in SOURCES:
        imported = {name.asname or name.name: name.name for name in _names_from_elsewhere(source)}
        for call in source.calls():
            spoken = ast.unparse(call.func).split(".")
            made = imported.get(spoken[0], spoken[0]) if len(spoken) == 1 else spoken[-1]
            foreign = models.get(made, source.part) != source.part and spoken[0] in imported
            if foreign:
                broken.append(f"{source.where(call.lineno)}: {source.part} makes a {made}, which {models[made]} owns")

    _report(broken, "call the owner's service: it knows what else must be true when such a record exists")


def _names_from_elsewhere(source: Source) -> Iterator[ast.alias]:
    """What is imported from other parts of the house; a part may have a value called like the record of another."""
    for node in ast.walk(source.tree):
        where = (node.module or "").split(".") if isinstance(node, ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom) and where[0] == PACKAGE and where[:2] != [PACKAGE, source.part]:
            yield from node.names


#: Libraries that look into files somebody sent, and the one program without any key that uses them.
LOOK_INTO_FILES = {"PIL", "zxingcpp", "pypdfium2", "openpyxl", "zipfile"}
READER = "sandbox.reader"


def test_no_process_with_a_key_looks_into_the_files_of_others() -> None:
    broken = []
    for source in SOURCES:
        for imported in source.imports:
            theirs = imported.name.split(".")[0] in LOOK_INTO_FILES
            ours = imported.name.startswith(PACKAGE)
            if ours if _name(source.module) == READER else theirs or _name(imported.name).startswith(READER):
                broken.append(f"{source.where(imported.line)}: imports {imported.name}")

    _report(broken, f"{READER} is run by itself, imports nothing of ours, and answers numbers, pages and cells")


def test_everything_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {
        IMPORTED_AS.get(name, name.replace("-", "_").lower())
        for name in (re.split(r"[<>=~! ]", line)[0] for line in project["dependencies"])
    }
    known = declared | WITH_FLASK | set(sys.stdlib_module_names) | {PACKAGE}
    broken = [
        f"{source.where(imported.line)}: imports {imported.name}"
        for source in SOURCES
        for imported in source.imports
        if imported.name.split(".")[0] not in known
    ]
    _report(broken, "requirements.in and pyproject.toml name every library that runs, docs/dependencies.md says how")


def test_a_module_fits_into_a_head() -> None:
    broken = [
        f"{source.path}: {lines} lines" for source in SOURCES if (lines := source.text.count("\n")) > MODULE_LINES
    ]
    _report(broken, f"{MODULE_LINES} lines at most: part it where two things change for different reasons")


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of `function` from its first statement after the docstring to its end."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_a_function_fits_on_a_screen() -> None:
    broken = [
        f"{source.where(function.lineno)}: {function.name} has {length} lines"
        for source in SOURCES
        for function in source.functions()
        if (length := _length(function)) > FUNCTION_LINES
    ]
    _report(broken, f"{FUNCTION_LINES} lines at most: name the steps and make each a function")


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"util", "utils", "helper", "helpers", "common", "misc"}
    broken = [str(path) for path in kept_files() if path.suffix == ".py" and drawers & {path.stem, *path.parts}]

    _report(broken, "name it for what it does; what serves one package lives in that package")


def test_every_python_file_can_be_read() -> None:
    for path in kept_files():
        if path.suffix == ".py":
            ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


# Spelled with a class of one letter each, so that this file does not find itself.
MACHINE = re.compile(r"(?<![\w.\-}>*])/(?:wor[k]|roo[t]|home/[a-z]+)/")
REGISTRIES = re.compile(r"pyp[i]\.org|pythonhoste[d]\.org|npmj[s]\.(?:org|com)|deb\.debia[n]\.org")


@pytest.mark.parametrize(
    ("what", "way_out"),
    [
        (MACHINE, "a path of one machine means nothing on the next: make it relative to the project or a setting"),
        (REGISTRIES, "where packages come from is a setting of the machine"),
    ],
    ids=["machine paths", "registries"],
)
def test_the_tree_names_no_machine(what: re.Pattern[str], way_out: str) -> None:
    broken = []
    for path in kept_files():
        try:
            text = (ROOT / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        broken += [
            f"{path}:{n}: {line.strip()[:100]}" for n, line in enumerate(text.splitlines(), 1) if what.search(line)
        ]

    _report(broken, way_out)


def test_the_locks_name_no_address() -> None:
    for lock in ("requirements.txt", "requirements-dev.txt", "requirements.in", "requirements-dev.in"):
        text = (ROOT / lock).read_text()
        assert not re.search(r"\w://|--(extra-)?index|--find-links|--trusted| @ ", text), lock


def test_everything_in_the_locks_has_its_hash() -> None:
    for lock in ("requirements.txt", "requirements-dev.txt"):
        entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().partition("\n")[2].strip())
        assert entries
        for entry in entries:
            assert re.match(r"[a-z0-9._-]+==\S+.*\\\n(\s+--hash=sha256:[0-9a-f]{64}( \\\n|$))+$", entry), entry[:80]
