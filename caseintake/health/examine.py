"""Everything that is asked of an office, in one list: for ``caseintake doctor``, the page *Health* and the gate."""

from caseintake.health import duties, host, keys
from caseintake.health.findings import Finding, Question
from caseintake.work import Office

_ORDER = {question: place for place, question in enumerate(Question)}


def examine(office: Office) -> list[Finding]:
    """All findings, in the order in which somebody would mend them. Opens nothing, names nobody."""
    found = list(host.examine(office))
    with office.unit() as uow:
        found += keys.examine(uow)
        found += duties.examine(uow)
    return sorted(found, key=lambda finding: _ORDER[finding.question])
