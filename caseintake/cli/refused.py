"""A command that cannot go on."""


class Refusal(Exception):
    """The message says in one line what to do; `main` prints it and exits with 2."""
