"""How long a connection may take."""

from caseintake.cli.connections import BODY_SECONDS, body_seconds


def test_the_time_for_a_body_grows_with_what_was_announced() -> None:
    assert body_seconds("") == body_seconds("nonsense") == BODY_SECONDS
    assert body_seconds(str(2 << 20)) == BODY_SECONDS + 1024, "the longest statement over the poorest line"
    assert body_seconds("9" * 18) == 6 * 3600
