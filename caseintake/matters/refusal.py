"""What a service cannot take: said at the very box of the form, with nothing saved."""

from caseintake.matters.facts import Fault


class Refusal(Exception):
    """Something given cannot be true, or needs one more word. ``faults`` name boxes; `wording.say` words them."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(", ".join(f"{fault.field}: {fault.code}" for fault in faults))
        self.faults = faults


def refuse_if(*faults: Fault) -> None:
    """Raises `Refusal` if there are any."""
    if faults:
        raise Refusal(*faults)
