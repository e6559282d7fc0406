"""What an act on a conversation cannot be."""


class Refused(ValueError):
    """The act does not fit the state of the conversation; nothing was written. ``why`` is a word for the page."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
