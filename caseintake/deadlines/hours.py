"""How long a period in hours still runs. Pure.

The law counts such a period by the clock of the place, to the minute; a day would hide a night of it.
"""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

#: By whose clock the hours of a State's own rules run, by the first word of the rule; those of all others run by the
#: office's. An office in exile must not believe that it has the hours between the two.
_CLOCKS: Final = {"az": "Asia/Baku"}


def left(rule: str, ends_at: datetime, *, now: datetime, office: str) -> timedelta:
    """From ``now`` (aware) to the end of the period (wall time of its place); negative: it is over.

    ``office``: the time zone of the office.
    """
    zone = ZoneInfo(_CLOCKS.get(rule.partition(".")[0], office))
    return ends_at.replace(tzinfo=zone) - now
