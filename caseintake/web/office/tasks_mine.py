"""My tasks over all matters I hold, and doing or giving away several at once."""

from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseintake.access.policy import Action, roles
from caseintake.casework import tasks, wording
from caseintake.i18n import _, lazy
from caseintake.matters import queries
from caseintake.matters.refusal import Refusal
from caseintake.web.guards import Guard, Nav, Pages
from caseintake.web.office import tasks as of_matter
from caseintake.web.office.matters_pages import id_or_none, name_of
from caseintake.web.office.numbers import spans
from caseintake.web.signed_in import pressed

pages = Pages("tasks", __name__)


@pages.get("/tasks", guard=Guard.role(*roles(Action.MATTER_READ)), nav=Nav(lazy("My tasks"), 16))
def mine() -> str:
    """What is mine to do, in every open matter whose key I hold; ``?person=all`` shows everybody's."""
    return _page("")


def _page(refused: str) -> str:
    lines, labels = tasks.everywhere(uow=g.uow)
    wanted = of_matter.asked()
    everybody = wanted["person"] == "all"
    wanted["person"] = ""
    shown = of_matter.listed(lines if everybody else [one for one in lines if one.person == g.uow.actor.id], wanted)
    numbers = tasks.numbers(shown["lines"], uow=g.uow)
    return render_template(
        "office/work/my_tasks.html",
        **shown,
        everybody=everybody,
        labels=labels,
        for_whom=lambda ids: spans([numbers[id] for id in ids if id in numbers]) or _("all"),
        name_of=name_of,
        refused=refused,
    )


@pages.post("/tasks/act", guard=Guard.role(*roles(Action.FACT_RECORD)))
def act() -> ResponseReturnValue:
    """Several at once: done, or given to a colleague. What is ticked and not to be seen is left out."""
    pressed()
    here = _matter_named()
    lines = tasks.of_matter(g.matter, uow=g.uow) if here else tasks.everywhere(uow=g.uow)[0]
    ticked = set(request.form.getlist("shown" if "all" in request.form else "tick"))
    meant = [line for line in lines if line.key in ticked]
    try:
        if request.form.get("do") != "give":
            tasks.finish(meant, uow=g.uow)
        elif (person := _person()) is not None:
            tasks.assign(meant, person, uow=g.uow)
        g.uow.commit()
    except Refusal as refusal:
        g.uow.session.rollback()
        words = " ".join(wording.say(fault) for fault in refusal.faults)
        return (of_matter.page(words) if here else _page(words)), 422
    return redirect(url_for("matters.tasks", matter_id=here) if here else url_for("tasks.mine"), 303)


def _matter_named() -> UUID | None:
    """The matter whose page sent this; None: the page over all matters. Raises `NotVisible`."""
    try:
        here = id_or_none(request.form.get("matter"))
    except ValueError:
        return None
    if here is not None:
        g.matter = queries.matter(here, uow=g.uow)
    return here


def _person() -> UUID | None:
    try:
        return id_or_none(request.form.get("person"))
    except ValueError:
        return None
