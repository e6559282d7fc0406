"""Who may come in stands in the address: a route without a guard cannot be registered.

A guard is data, so that a test can read the whole map as a truth table. It decides what a page offers;
what can be *read* is decided by keys alone. Whoever may not see a thing gets the page of a thing that does
not exist.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import update_wrapper
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, Flask, current_app, g
from flask.typing import ResponseReturnValue, RouteCallable
from flask_login import current_user
from werkzeug.exceptions import NotFound, Unauthorized

from caseintake.kernel.actor import Actor, Role

View = TypeVar("View", bound=Callable[..., Any])


class Reach(StrEnum):
    """How far a guard lets strangers come."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    ROLE = "role"
    MATTER = "matter"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may come in. Built by the five functions below, compared and printed as the value it is."""

    reach: Reach
    roles: frozenset[Role] = frozenset()
    parameter: str | None = None

    @classmethod
    def anyone(cls) -> "Guard":
        """Everybody, signed in or not."""
        return cls(Reach.ANYONE)

    @classmethod
    def signed_in(cls) -> "Guard":
        """Any person with a live session, whatever the role."""
        return cls(Reach.SIGNED_IN)

    @classmethod
    def role(cls, *roles: Role) -> "Guard":
        """A signed-in person with one of these roles."""
        if not roles:
            raise ValueError("Guard.role needs at least one role; for any role say Guard.signed_in()")
        return cls(Reach.ROLE, frozenset(roles))

    @classmethod
    def matter(cls, parameter: str = "matter_id", *, roles: Iterable[Role] = ()) -> "Guard":
        """A signed-in person who holds the key of the matter named by this part of the address.

        ``roles`` narrows it to people who may do there what the page does; without, any role that holds the key.
        """
        return cls(Reach.MATTER, frozenset(roles), parameter)

    @classmethod
    def client(cls) -> "Guard":
        """A returning client with a live visit token in the form (public surface)."""
        return cls(Reach.CLIENT)

    def admits(self, person: Actor | None) -> bool:
        """Whether this person's *role* passes; says nothing about keys. Used to draw the navigation."""
        if self.reach is Reach.ANYONE:
            return True
        if self.reach is Reach.CLIENT or person is None:
            return False
        return not self.roles or person.role in self.roles


@dataclass(frozen=True, slots=True)
class Doors:
    """What guards must ask from floors that know; `app.py` hands it in. Closed where nothing is given."""

    #: The client whose visit token came with this request, or None. May read the form: the gate has passed.
    visit: Callable[[], Actor | None] = lambda: None
    #: Whether the person of this request holds the key of this matter.
    matter: Callable[[UUID], bool] = lambda _matter_id: False


@dataclass(frozen=True, slots=True)
class Nav:
    """One entry of the office's navigation: shown to whoever the route's guard admits."""

    label: str
    order: int


class Guarded:
    """A view behind its guard."""

    def __init__(self, view: RouteCallable, guard: Guard, *, uploads: bool, reads: bool, nav: Nav | None) -> None:
        self.view: Callable[..., Any] = view
        self.guard = guard
        self.uploads = uploads
        self.reads = reads
        self.nav = nav
        update_wrapper(self, view)

    def __call__(self, **values: Any) -> ResponseReturnValue:
        g.only_reads = self.reads
        admit(self.guard, values)
        return self.view(**values)  # type: ignore[no-any-return]


class Pages(Blueprint):
    """A blueprint whose routes say who may come in.

    ``@pages.get("/inbox", guard=Guard.role(Role.INTAKE_OFFICER))``; ``uploads=True`` lets a multipart body
    pass the gate; ``reads=True`` is a POST that is sent words only to answer: its unit of work writes nothing;
    ``nav=Nav(lazy("Inbox"), 20)`` puts the page into the navigation.
    """

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: RouteCallable | None = None,
        provide_automatic_options: bool | None = None,  # noqa: ARG002 - never wanted
        *,
        guard: Guard | None = None,
        uploads: bool = False,
        reads: bool = False,
        nav: Nav | None = None,
        **options: Any,
    ) -> None:
        """Register a route. Raises TypeError without ``guard``, naming the route and the file."""
        if view_func is None:
            raise TypeError(f"{rule}: a route needs its view when it is registered")
        if guard is None:
            raise TypeError(
                f"{rule} ({view_func.__module__}.{view_func.__name__}): say who may come in, "
                "e.g. guard=Guard.signed_in() or guard=Guard.anyone()"
            )
        if guard.parameter is not None and f"{guard.parameter}>" not in rule:
            raise TypeError(f"{rule}: the guard asks for <uuid:{guard.parameter}>, the address has none")
        super().add_url_rule(
            rule,
            endpoint,
            Guarded(view_func, guard, uploads=uploads, reads=reads, nav=nav),
            # An automatic OPTIONS would be answered without the guard.
            provide_automatic_options=False,
            **options,
        )


def signed_in_person() -> Actor | None:
    """The person of this request, or None."""
    person: Any = current_user._get_current_object()  # noqa: SLF001 - the person, not the proxy
    return person if person.is_authenticated else None


def admit(guard: Guard, values: Mapping[str, Any]) -> None:
    """Let the request through or raise: 401 who is not signed in, 404 who may not see it."""
    if guard.reach is Reach.ANYONE:
        return
    doors: Doors = current_app.extensions["doors"]
    if guard.reach is Reach.CLIENT:
        g.visitor = doors.visit()
        if g.visitor is None:
            raise Unauthorized
        return
    person = signed_in_person()
    if person is None:
        raise Unauthorized
    if not guard.admits(person):
        raise NotFound
    if guard.parameter is not None and not doors.matter(values[guard.parameter]):
        raise NotFound


def uploads_allowed(app: Flask, endpoint: str | None) -> bool:
    """Whether the route of this endpoint takes files."""
    view = app.view_functions.get(endpoint) if endpoint else None
    return isinstance(view, Guarded) and view.uploads


def unguarded(app: Flask) -> list[str]:
    """Every route of the map that nobody guards, as ``rule (module.function)``; must be empty."""
    found = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if not isinstance(view, Guarded):
            found.append(f"{rule.rule} ({view.__module__}.{getattr(view, '__name__', view)})")
        elif getattr(rule, "provide_automatic_options", False):
            found.append(f"{rule.rule} answers OPTIONS without its guard")
    return found
