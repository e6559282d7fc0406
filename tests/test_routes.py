"""The map of both surfaces: every route says who may come in, and every form route says what body it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseintake.app import PAGES, SurfaceName, create_app
from caseintake.web.guards import Guarded, Reach, unguarded
from caseintake.web.surface import Surface
from tests.web.showcase import bare_office


@pytest.fixture(params=["public", "office"])
def surface(request: pytest.FixtureRequest, tmp_path: Path) -> Surface:
    name: SurfaceName = request.param
    return create_app(bare_office(tmp_path), name)


def test_no_route_is_without_its_guard(surface: Surface) -> None:
    assert unguarded(surface) == [], "register it through web.guards.Pages with guard=…"


def test_a_route_put_on_the_application_itself_is_found(surface: Surface) -> None:
    surface.route("/side-door")(lambda: "in")
    assert [found.split()[0] for found in unguarded(surface)] == ["/side-door"]


def test_the_public_surface_knows_no_roles_and_the_office_no_visits(surface: Surface) -> None:
    foreign = (
        {Reach.SIGNED_IN, Reach.ROLE, Reach.MATTER} if surface.extensions["surface"] == "public" else {Reach.CLIENT}
    )
    for rule in surface.url_map.iter_rules():
        view = surface.view_functions[rule.endpoint]
        assert isinstance(view, Guarded)
        assert view.guard.reach not in foreign, rule.rule


def test_files_are_taken_by_post_alone(surface: Surface) -> None:
    for rule in surface.url_map.iter_rules():
        view = surface.view_functions[rule.endpoint]
        if isinstance(view, Guarded) and view.uploads:
            assert rule.methods in ({"POST"}, {"GET", "HEAD", "POST"}), rule.rule


def test_every_public_page_that_speaks_has_its_language_in_the_address(tmp_path: Path) -> None:
    app = create_app(bare_office(tmp_path), "public")
    silent = {"styles.sheet", "root.choose", "robots.refuse"}
    for rule in app.url_map.iter_rules():
        assert rule.endpoint in silent or "language" in rule.arguments, rule.rule


def test_the_table_names_each_page_once() -> None:
    for parts in PAGES.values():
        names = [part.name for part in parts]
        assert len(names) == len(set(names))
