"""A statement that came through a brother on the telephone: an officer wrote it down, nobody has confirmed it."""

from typing import Final
from uuid import uuid4

from caseintake.demo.cast import Cast
from caseintake.intake import papers, taking_down
from caseintake.intake.answers import check
from caseintake.intake.model import Setting, Speaker
from caseintake.intake.taking_down import Told

AGO: Final = 1
_WRITER: Final = "gunay"
_TOLD: Final = Told(
    speaker=Speaker.RELATIVE,
    contact="Rəşad, qardaşı. Hər səhər bazardakı çörəkçidə olur; telefonuna zəng etməyin.",
    setting=Setting.TELEPHONE,
    language="az",
    read_back=True,
)
_ANSWERS: Final = {
    "safety_urgent": "detained",
    "what_happened": "Bacımı dörd gün əvvəl işdən apardılar. Vəkilini görməyə qoymurlar. Telefonunu elə orada açdılar "
    "və ekrandakıları çəkdilər. Bizə heç bir kağız vermədilər.",
    "others_appear": "not_sure",
    "un_written": "no",
}


def write_down(cast: Cast) -> None:
    """What the officer wrote while he spoke."""
    printed = papers.read(cast.office.settings)
    with cast.unit(_WRITER) as uow:
        said = check(printed.questionnaire, taking_down.asked(printed.questionnaire), _ANSWERS, uow.clock.today())
        taking_down.write_down(_TOLD, said, printed, once=uuid4(), uow=uow)
        uow.commit()
