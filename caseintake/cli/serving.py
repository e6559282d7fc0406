"""``caseintake serve`` and ``caseintake migrate``."""

from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import click
from gunicorn.app.base import BaseApplication

from caseintake import schema
from caseintake.app import SurfaceName, create_app
from caseintake.cli.connections import Mute, Worker
from caseintake.cli.refused import Refusal
from caseintake.cli.where import directory_option, office_in, settings_in
from caseintake.health.host import unsafe_address
from caseintake.housekeeping import keep_tidy
from caseintake.process import harden
from caseintake.settings import Settings
from caseintake.storage import make_engine
from caseintake.work import Office


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn serving one surface. Each worker opens the office for itself; nothing is logged of a request."""

    def __init__(self, settings: Settings, surface: SurfaceName, options: dict[str, Any]) -> None:
        self._settings, self._surface, self._options = settings, surface, options
        super().__init__()

    def load_config(self) -> None:
        fixed = {
            "worker_class": Worker,
            "logger_class": Mute,
            # A request may end in peace; an upload that would take an hour is sent again after a restart.
            "graceful_timeout": 1,
            "limit_request_fields": 60,
            "limit_request_line": 4094,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "keepalive": 5,
            "control_socket_disable": True,
            "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108
            "forwarded_allow_ips": "127.0.0.1,::1",
        }
        for name, value in {**fixed, **self._options}.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        harden()
        office = Office.open(self._settings)
        keep_tidy(office)
        app = create_app(office, self._surface)
        # Files may take half of the threads; the others answer people who write.
        app.extensions["upload_slots"] = BoundedSemaphore(max(1, self._options["threads"] // 2))
        return app


@click.command()
@directory_option
@click.option("--surface", type=click.Choice(["public", "office"]), required=True, help="Which pages to serve.")
@click.option("--bind", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64))
def serve(directory: Path, surface: SurfaceName, bind: str, workers: int, threads: int) -> None:
    """Serve one surface of an office behind a TLS proxy or an onion service."""
    office = office_in(directory)
    require_safe_addresses(office.settings, surface)
    office.close()
    harden()
    Server(office.settings, surface, {"bind": bind, "workers": workers, "threads": threads}).run()


@click.command()
@directory_option
def migrate(directory: Path) -> None:
    """Bring the database to the schema of this version."""
    engine = make_engine(settings_in(directory).database_url)
    before = schema.current(engine)
    schema.upgrade(engine)
    engine.dispose()
    click.echo(f"schema: {before or 'empty'} → {schema.head()}")


def require_safe_addresses(settings: Settings, surface: SurfaceName) -> None:
    """A real office is reached by https or as an onion service only."""
    wrong = unsafe_address(settings, settings.public_addresses if surface == "public" else settings.office_addresses)
    if wrong is not None:
        raise Refusal(f"office.toml: {surface}_addresses: {wrong}")
