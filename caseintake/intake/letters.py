"""What a person is always told when we cannot take her case, in her language (practice: decline is never bare)."""

from datetime import date, timedelta
from typing import Final

from caseintake.i18n import format_day, gettext_for
from caseintake.intake.model import Conversation
from caseintake.intake.papers import Papers

#: Days a declined conversation is kept when the office has said nothing else.
KEPT_DAYS: Final = 30
#: Helplines whose page or address a person can use without us, by kind; all are named.
_BULLET: Final = "– "


def kept_until(papers: Papers, today: date) -> date:
    """The day that is proposed as the last one of keeping."""
    days = papers.office.copy_days if papers.office is not None else KEPT_DAYS
    return today + timedelta(days=days)


def declined(conversation: Conversation, until: date, papers: Papers) -> str:
    """What we did not check, the earliest possible last day, whom else to ask, and until when we keep it."""
    language = conversation.language
    say, _ = papers.voice(language), gettext_for(language)
    unchecked = (
        _("whether what happened can be proven"),
        _("which courts in your country you can still go to"),
        _("whether a time-limit has ended already"),
    )
    earliest = conversation.earliest_last_day
    day = format_day(earliest, language) if earliest else _("We do not know the day; it may be any day.")
    helpers = [
        f"{_BULLET}{line.name}: {line.what.in_(language)} {', '.join(line.reach)}"
        for line in papers.questionnaire.helplines
    ]
    parts = (
        "\n".join([say("decline.not_checked"), *(_BULLET + item for item in unchecked)]),
        f"{say('decline.earliest_last_day')}\n{day}",
        "\n".join([say("decline.whom_else"), *helpers]),
        f"{say('decline.kept_until')}\n{format_day(until, language)}",
    )
    return "\n\n".join(parts)
