"""Keeps one whole office as a release wrote it, so that every later version is held to opening it.

Run in a checkout of the release, with the folder to write to:

    git worktree add /tmp/release <commit>
    cp tests/vectors/released/make.py /tmp/release/tests/vectors/kept.py
    cd /tmp/release && python -m tests.vectors.kept /…/tests/vectors/released/<revision>

The office is the one of the search of a seized disk: every page used, every box filled. What that leaves empty is
added here. Kept are the database as SQL, the host's files, one sealed file, and on paper what its people have.
"""

import json
import lzma
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec

import caseintake.models  # noqa: F401 (fills the metadata)
from caseintake import founding, schema, settings
from caseintake.identity import checkpoint
from caseintake.identity.credentials import RememberedHead
from caseintake.identity.vouching import signed_by
from caseintake.kernel.ids import new_id
from caseintake.storage import make_engine
from caseintake.vault.holders import Holder
from caseintake.vault.primitives import sha256
from caseintake.vault.roster import Introduction
from tests.office import make_office
from tests.seizure.journey import Story
from tests.seizure.office_story import tell


def main(target: Path) -> None:
    with tempfile.TemporaryDirectory() as made:
        directory = Path(made)
        url = f"sqlite:///{directory / 'office.sqlite3'}"
        engine = make_engine(url)
        schema.upgrade(engine)
        engine.dispose()
        office = make_office(directory, url)
        story = Story(office)
        tell(story)
        go_on(story)
        story.close()
        paper = {
            "recovery": office.recovery_secret.hex(),
            "day": office.clock.today().isoformat(),
            "people": {
                name: {"id": str(who.person_id), "handle": who.handle, "passphrase": who.passphrase}
                for name, who in story.accounts.items()
            },
            "codes": story.codes,
        }
        chosen = office.office.settings
        office.office.close()
        settings.save(msgspec.structs.replace(chosen, runtime=settings.runtime_directory(directory)))
        keep(directory, target)
        (target / "paper.json").write_text(json.dumps(paper, indent=1), encoding="utf-8")


def go_on(story: Story) -> None:
    """What no page of the story leaves behind: an open invitation, a warning looked at, somebody removed."""
    story.sign_in("administrator")
    administrator = story.staff["administrator"]
    administrator.open("/people")
    administrator.send("/people/invite", role="lawyer")
    office, gone = story.office, RememberedHead(new_id(), 7, sha256(b"gone"))
    with office.unit(office.coordinator) as uow:
        checkpoint.warn([gone], uow=uow)
        uow.flush()
        checkpoint.look_at(checkpoint.open_warnings(uow=uow)[0], uow=uow)
        uow.commit()
    leaving = story.accounts["second"].person_id
    with office.unit(office.coordinator) as uow:
        known = uow.roster.person(leaving)
        made = tuple(signed_by(leaving, uow=uow))
        removal = Introduction("remove", leaving, known.role, known.hpke_public, known.sign_public, made)
        founding.append_to_roster(removal, [], uow=uow)
        uow.keystore.refresh_held_by(Holder.person(leaving))
        uow.commit()


def keep(directory: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    database: Any = sqlite3.connect(directory / "office.sqlite3")
    (target / "office.sql.xz").write_bytes(lzma.compress("\n".join(database.iterdump()).encode(), preset=9))
    (blob,) = database.execute("SELECT blob_id FROM document ORDER BY size, id LIMIT 1").fetchone()
    database.close()
    for name in ("office.toml", "heads.json", "log.key"):
        shutil.copyfile(directory / name, target / name)
    (sealed,) = (path for path in (directory / "blobs").rglob("*") if path.name.replace("-", "") == blob)
    shutil.copyfile(sealed, target / sealed.name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
