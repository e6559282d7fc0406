"""The forms of a name at the command line."""

from click.testing import CliRunner

from caseintake.cli import command


def test_a_line_a_name_with_its_forms() -> None:
    answer = CliRunner().invoke(command, ["fold", "Hüseynov", "Гусейнов", "Rauf\nHüseynov", "12"])

    assert answer.exit_code == 0
    assert answer.stdout == "Hüseynov\thusainov\nГусейнов\tgusainov husainov\nRauf Hüseynov\thusainov+rauf\n12\t\n"


def test_no_name_says_what_is_missing() -> None:
    answer = CliRunner().invoke(command, ["fold"])

    assert answer.exit_code == 2
    assert "NAME" in answer.stderr
