"""``caseintake doctor``: what is missing or unsafe, said by the same findings as the page *Health*."""

import json
import sys
from pathlib import Path

import click

from caseintake.cli.where import directory_option, office_in
from caseintake.health.examine import examine


@click.command()
@directory_option
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON list.")
def doctor(directory: Path, as_json: bool) -> None:
    """Say what is missing or unsafe. Exit 1 if something must be mended before people rely on this office."""
    office = office_in(directory)
    findings = examine(office)
    office.close()
    if as_json:
        told = [{"check": f.question, "state": f.light, "words": str(f.words), "do": str(f.do)} for f in findings]
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        for finding in findings:
            said = [str(finding.words), finding.day.isoformat() if finding.day else "", str(finding.do)]
            click.echo(f"{finding.light:5} {finding.title}: {' '.join(part for part in said if part)}")
    sys.exit(1 if any(finding.must_be_mended for finding in findings) else 0)
