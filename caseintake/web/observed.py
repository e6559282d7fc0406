"""What a process knows of its office's health and of what it refused, kept with the application."""

from typing import cast

from flask import current_app

from caseintake.health.abuse import Abuse
from caseintake.health.form import Watch
from caseintake.web.units import office


def watch() -> Watch:
    """The findings of this process, at most a minute old."""
    extensions = current_app.extensions
    if "watch" not in extensions:
        extensions["watch"] = Watch(office())
    return cast(Watch, extensions["watch"])


def abuse() -> Abuse:
    """The counts of this host, opened when they are first needed."""
    extensions = current_app.extensions
    if "abuse" not in extensions:
        extensions["abuse"] = Abuse.open(office().settings)
    return cast(Abuse, extensions["abuse"])
