"""The project's own sources, read without running them: which module imports what, at which line."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "caseintake"


@dataclass(frozen=True)
class Import:
    """One imported module, by its full name; `at_start` when importing the importer imports it too."""

    name: str
    line: int
    at_start: bool


@dataclass(frozen=True)
class Source:
    """One module of the project, at `path`, a path relative to `root`."""

    path: Path
    root: Path = ROOT

    @cached_property
    def text(self) -> str:
        return (self.root / self.path).read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=str(self.path))

    @property
    def module(self) -> str:
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def part(self) -> str:
        """The package or module directly under the project's own: `vault`, `work`; empty for the root itself."""
        return (self.module + ".").split(".")[1]

    def where(self, line: int) -> str:
        return f"{self.path}:{line}"

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        starting = {id(node) for node in self.tree.body}
        found = (
            Import(name, node.lineno, id(node) in starting)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in self._names(node)
        )
        return tuple(dict.fromkeys(found))

    def _names(self, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
            return
        base = node.module or ""
        if node.level:
            package = self.module.split(".") if self.path.name == "__init__.py" else self.module.split(".")[:-1]
            base = ".".join([*package[: len(package) - node.level + 1], *filter(None, [node.module])])
        for alias in node.names:
            inner = self.root / Path(*base.split("."), alias.name)
            is_module = inner.with_suffix(".py").exists() or (inner / "__init__.py").exists()
            yield f"{base}.{alias.name}" if is_module else base

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        kinds = ast.FunctionDef | ast.AsyncFunctionDef
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))


def sources(root: Path = ROOT) -> tuple[Source, ...]:
    """Every module of the package, in order."""
    return tuple(Source(path.relative_to(root), root) for path in sorted((root / PACKAGE).rglob("*.py")))


def kept_files(root: Path = ROOT) -> tuple[Path, ...]:
    """What git keeps or would keep; outside a repository everything that is no cache."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if not listed.returncode:
        names = filter(None, listed.stdout.split("\0"))
        return tuple(Path(name) for name in names if (root / name).is_file())
    unkept = {".git", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
    found = (path.relative_to(root) for path in sorted(root.rglob("*")) if path.is_file())
    return tuple(path for path in found if not unkept.intersection(path.parts))
