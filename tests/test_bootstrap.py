"""`run.py` on machines that lack this or that. No network: pip is replaced by a program that notes its words."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import run

ROOT = Path(run.__file__).resolve().parent

#: Stands for pip and is found before the real one.
PIP = """
import os, pathlib, sys
with open(os.environ["PIP_NOTES"], "a") as notes:
    print(*sys.argv[1:], sep="\\t", file=notes)
if os.environ.get("PIP_FAILS"):
    sys.exit("ERROR: no network")
"""
PACKAGE = "import os, sys\nprint(os.getcwd(), *sys.argv[1:], sep='|')\nsys.exit(7 if 'fail' in sys.argv else 0)\n"


class Checkout:
    """A copy of the project small enough to set up in a moment, in a folder whose name has spaces and letters."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "İş qovluğu 1"
        (self.root / "caseintake").mkdir(parents=True)
        (self.root / "caseintake" / "__init__.py").touch()
        (self.root / "caseintake" / "__main__.py").write_text(PACKAGE)
        for name in ("run.py", *run.LOCKS.values()):
            shutil.copy(ROOT / name, self.root)
        (folder / "pip" / "pip").mkdir(parents=True)
        (folder / "pip" / "pip" / "__init__.py").touch()
        (folder / "pip" / "pip" / "__main__.py").write_text(PIP)
        self.notes = folder / "notes"
        self.notes.touch()
        self._environment = {
            "PATH": os.defpath,
            "PYTHONPATH": str(folder / "pip"),
            "PIP_NOTES": str(self.notes),
            "LC_ALL": "C.UTF-8",
        }

    def run(self, *words: str, cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, self.root / "run.py", *words],
            cwd=cwd or self.root, env=self._environment | more, capture_output=True, text=True, check=False,
        )  # fmt: skip

    @property
    def installations(self) -> list[list[str]]:
        """How pip was called, each time as its words."""
        return [line.split("\t") for line in self.notes.read_text().splitlines()]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_the_first_command_sets_up_and_is_carried_out(checkout: Checkout) -> None:
    done = checkout.run("demo", "--port", "8000")

    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{checkout.root}|demo|--port|8000\n"
    assert done.stderr.count("\n") == 1
    (words,) = checkout.installations
    assert {"--require-hashes", "--only-binary", ":all:", "--no-deps"} <= set(words)
    assert words[-1] == str(checkout.root / "requirements.txt")
    assert not any("://" in word or "index" in word for word in words)


def test_the_second_command_installs_nothing_and_says_nothing(checkout: Checkout) -> None:
    checkout.run("demo")
    done = checkout.run("doctor", PIP_FAILS="1")

    assert (done.stdout, done.stderr, done.returncode) == (f"{checkout.root}|doctor\n", "", 0)
    assert len(checkout.installations) == 1


def test_the_exit_code_is_that_of_the_command(checkout: Checkout) -> None:
    assert checkout.run("fail").returncode == 7


def test_the_folder_one_stands_in_stays(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    done = checkout.run("init", "--dir", "office", cwd=tmp_path / "elsewhere")

    assert done.stdout == f"{tmp_path / 'elsewhere'}|init|--dir|office\n"


def test_a_file_in_that_folder_does_not_pass_for_a_module(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "caseintake").mkdir(parents=True)
    (tmp_path / "elsewhere" / "caseintake" / "__main__.py").write_text("print('taken over')")

    assert "taken over" not in checkout.run("demo", cwd=tmp_path / "elsewhere").stdout


def test_a_changed_lock_is_installed(checkout: Checkout) -> None:
    checkout.run("demo")
    with (checkout.root / "requirements.txt").open("a") as lock:
        lock.write("# changed\n")
    checkout.run("demo")

    assert len(checkout.installations) == 2


def test_what_pip_could_not_install_is_tried_again_from_the_start(checkout: Checkout) -> None:
    refused = checkout.run("demo", PIP_FAILS="1")
    assert refused.returncode == 1
    assert "ERROR: no network" in refused.stderr
    assert "run the same command again" in refused.stderr
    assert "Traceback" not in refused.stderr
    half = checkout.root / ".venv" / "half"
    half.touch()

    assert checkout.run("demo").returncode == 0
    assert not half.exists()


def test_an_interpreter_that_is_gone_is_replaced(checkout: Checkout) -> None:
    checkout.run("demo")
    for name in ("python", "python3"):
        (checkout.root / ".venv" / "bin" / name).unlink(missing_ok=True)
        (checkout.root / ".venv" / "bin" / name).symlink_to("/nonexistent/python")

    assert checkout.run("demo").returncode == 0
    assert len(checkout.installations) == 2


def test_an_interpreter_of_another_version_is_replaced(checkout: Checkout) -> None:
    checkout.run("demo")
    (packages,) = (checkout.root / ".venv" / "lib").glob("python3*")
    packages.rename(packages.with_name("python3.0"))
    (checkout.root / ".venv" / ".installed-run").unlink()

    assert checkout.run("demo").returncode == 0


def test_the_whole_folder_can_be_moved(checkout: Checkout) -> None:
    checkout.run("demo")
    checkout.root = checkout.root.rename(checkout.root.with_name("moved"))

    assert checkout.run("demo").stdout == f"{checkout.root}|demo\n"
    assert len(checkout.installations) == 1


def test_there_is_a_command_without_run_py(checkout: Checkout, tmp_path: Path) -> None:
    checkout.run("demo")
    linked = tmp_path / "caseintake"
    linked.symlink_to(checkout.root / ".venv" / "bin" / "caseintake")
    done = subprocess.run([linked, "verify", "--dir", "x y"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.stdout == f"{tmp_path}|verify|--dir|x y\n"


def test_two_at_once_install_once(checkout: Checkout) -> None:
    command = [sys.executable, checkout.root / "run.py", "demo"]
    both = [subprocess.Popen(command, env=checkout._environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[0] for process in both]

    assert [process.returncode for process in both] == [0, 0]
    assert all(line.endswith("|demo\n") for line in said)
    assert len(checkout.installations) == 1


def test_tests_bring_their_tools_and_what_runs_needs_no_second_installation(checkout: Checkout) -> None:
    setup = run.Setup(checkout.root)
    checkout.run("bench")
    ((*_, lock),) = checkout.installations

    assert lock == str(checkout.root / "requirements-dev.txt")
    assert setup.is_done("dev")
    assert setup.is_done("run")


@pytest.mark.parametrize(
    ("word", "name"),
    [("test", "dev"), ("bench", "dev"), ("lint", "dev"), ("demo", "run"), ("verify", "run"), ("", "run")],
)
def test_which_words_need_the_tools(word: str, name: str) -> None:
    assert run.setup_name(word) == name


@pytest.mark.parametrize("version", [(3, 7), (3, 10), (2, 7)])
def test_an_old_python_is_told_what_to_install(version: tuple[int, int]) -> None:
    with pytest.raises(run.CannotSetUp, match=r"needs Python 3\.11 or newer; this is Python \d+\.\d+\. Install"):
        run.refuse_old_python(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 14), (4, 0)])
def test_a_new_python_is_taken(version: tuple[int, int]) -> None:
    run.refuse_old_python(version)


def test_without_pip_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda _: None)

    with pytest.raises(run.CannotSetUp, match="apt install python3-pip"):
        run.Setup(tmp_path)._pip()


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ([], ["-n", "2", "--dist", "worksteal"]),
        (["tests/law", "-k", "echr"], ["-n", "2", "--dist", "worksteal", "tests/law", "-k", "echr"]),
        (["-n0"], ["-n0"]),
        (["--numprocesses=4"], ["--numprocesses=4"]),
        (["--pdb", "tests/law"], ["--pdb", "tests/law"]),
        (["-p", "no:xdist"], ["-p", "no:xdist"]),
    ],
)
def test_tests_use_every_processor_unless_told_otherwise(given: list[str], asked: list[str]) -> None:
    assert run.pytest_arguments(given, 2) == asked


def test_run_py_asks_for_nothing_but_the_standard_library() -> None:
    imported = set(re.findall(r"^(?:from|import) (\w+)", (ROOT / "run.py").read_text(), re.MULTILINE))

    assert imported <= sys.stdlib_module_names


def test_what_is_wanted_is_said_the_same_in_both_places() -> None:
    wanted = [line for line in (ROOT / "requirements.in").read_text().splitlines() if line and line[0] != "#"]

    assert wanted == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]


def _versions(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", (ROOT / lock).read_text(), re.MULTILINE))


def test_the_tools_lock_holds_what_the_other_does() -> None:
    assert _versions("requirements.txt").items() <= _versions("requirements-dev.txt").items()


def test_all_that_is_wanted_is_locked() -> None:
    for name in ("requirements", "requirements-dev"):
        lines = (ROOT / f"{name}.in").read_text().splitlines()
        wanted = {re.split(r"[\[<>=]", line)[0] for line in lines if re.match(r"[a-z]", line)}
        assert wanted <= _versions(f"{name}.txt").keys()
