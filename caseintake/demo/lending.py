"""One judgment with a translator, a telephone in the laboratory, three facts with their pages."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from caseintake.demo.cast import Cast
from caseintake.documents import service as documents
from caseintake.matters import queries
from caseintake.matters.facts import exactly
from caseintake.outside import papers, sharing
from caseintake.outside.model import Named, Translation

#: How many days ago.
AGO: Final = 1
_LAWYER: Final = "leyla"
_TRANSLATOR: Final = "emma"
_CASE: Final = "Juniper 41"
_JUDGMENT: Final = "Judgment of the Supreme Court"


def lend(matters: Mapping[str, UUID], cast: Cast) -> None:
    """The judgment is described and lent to the translator for two weeks."""
    with cast.unit(_LAWYER) as uow:
        matter = queries.matter(matters[_CASE], uow=uow)
        kept = {row.name.removesuffix(".pdf"): row for row in documents.documents_in(matter.vault_id, uow=uow)}
        judgment, receipt = kept[_JUDGMENT], kept["Post receipt to Strasbourg"]
        day = exactly(cast.today - timedelta(days=130))
        papers.describe(
            judgment,
            title="Ali Məhkəmənin qərarı",
            title_en="Judgment of the Supreme Court",
            title_fr="Arrêt de la Cour suprême",
            dated_on=day,
            author="Supreme Court, civil chamber",
            proves_en="The last ordinary remedy was used and refused.",
            language="az",
            translation=Translation.ASKED,
            due_on=cast.today + timedelta(days=6),
            uow=uow,
        )
        sharing.share(
            matter,
            matter.vault_id,
            [judgment],
            cast.members[_TRANSLATOR].id,
            purpose="Into English, pages 1 to 4. Leave names as they stand.",
            until=cast.today + timedelta(days=11),
            titles={judgment.id: "Judgment of the Supreme Court"},
            may_return=True,
            uow=uow,
        )
        handed = exactly(cast.today - timedelta(days=40))
        papers.keep_lab_record(
            None, matter, matter.vault_id, device="Telephone of applicant 11", handed_by="Applicant 11, in person",
            handed_on=handed, bag="Bag 0417, unbroken", laboratory="Laboratory abroad", retest="Asked for in March",
            named=Named.NO, uow=uow,
        )  # fmt: skip
        for fact, on, paper, page in (
            ("The Supreme Court refused the last appeal.", day, judgment.id, "4"),
            ("The application went out by post.", exactly(cast.today - timedelta(days=6)), receipt.id, "1"),
            ("A transcript of a call stood in the file of another person.", None, None, ""),
        ):
            papers.keep_line(None, matter, fact=fact, happened_on=on, document_id=paper, page=page, uow=uow)
        uow.commit()


def read(cast: Cast) -> None:
    """The translator has opened what was lent to her."""
    with cast.unit(_TRANSLATOR) as uow:
        for share in sharing.mine(uow=uow):
            for item in share.items:
                sharing.open_item(share, item.copy_id, uow=uow)
        uow.commit()
