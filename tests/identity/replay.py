"""One process that tries to sign in: started twice by a test, with one code."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from caseintake.identity import signing_in
from caseintake.identity.desk import Desk
from caseintake.identity.refusals import SignInFailed
from caseintake.kernel.clock import FixedClock
from caseintake.settings import Limits, Settings
from caseintake.work import Office


def try_once(told: dict[str, Any]) -> str:
    """The code is checked here, then a line is awaited, so that both processes write at the same moment."""
    directory = Path(told["directory"])
    settings = Settings(
        directory=directory,
        database_url=told["url"],
        runtime=directory / "run",
        fingerprint=told["fingerprint"],
        secure=False,
        limits=Limits(argon2_memory_kib=8 * 1024),
    )
    office = Office.open(settings, FixedClock(datetime.fromisoformat(told["now"]), settings.zone))
    desk = Desk.open(office)
    entrant = desk.check(told["handle"], tuple(told["words"]), told["code"], None)
    print("checked", flush=True)
    sys.stdin.readline()
    try:
        with office.unit(actor=entrant.actor, keyring=entrant.keyring, write=True) as uow:
            signing_in.enter(entrant, uow=uow)
            uow.commit()
    except (SignInFailed, StaleDataError):
        return "refused"
    return "in"


if __name__ == "__main__":
    print(try_once(json.loads(sys.argv[1])), flush=True)
