"""Handing one mail to a server: standard library, encrypted unless the server is this very machine."""

import smtplib
import ssl
from contextlib import suppress
from datetime import date
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from caseintake.settings import Mail, SettingsError

TIMEOUT: Final = 30.0


class NotDelivered(Exception):
    """The server could not be reached or did not take the mail. Nothing of the mail is in the message."""


def message(settings: Mail, to: str, subject: str, body: str, number: str, day: date) -> EmailMessage:
    """A mail with a number of its own: sent twice, it is shown once where the reader's program looks at it.

    Its date is midnight: the hour at which a timer runs is nobody's business.
    """
    made = EmailMessage()
    made["From"] = settings.sender
    made["To"] = to
    made["Subject"] = subject
    made["Date"] = day.strftime("%a, %d %b %Y 00:00:00 +0000")
    made["Message-ID"] = f"<{number}@{settings.sender.partition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(body)
    return made


def deliver(settings: Mail, made: EmailMessage) -> None:
    """Returns when the server has taken the mail. Raises `NotDelivered`, `SettingsError`.

    One connection a mail: a long one dies unnoticed. What goes wrong after the mail was taken is no matter.
    """
    try:
        connection = _connected(settings)
        try:
            if settings.user is not None:
                connection.login(settings.user, _password(settings))
            connection.send_message(made)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()
    except (OSError, smtplib.SMTPException) as error:
        raise NotDelivered(f"{settings.host}:{settings.port}: {type(error).__name__}") from None


def _connected(settings: Mail) -> smtplib.SMTP:
    if settings.security == "none":
        _require_loopback(settings.host)
        return smtplib.SMTP(settings.host, settings.port, timeout=TIMEOUT, local_hostname="localhost")
    context = ssl.create_default_context()
    if settings.security == "tls":
        return smtplib.SMTP_SSL(
            settings.host, settings.port, timeout=TIMEOUT, context=context, local_hostname="localhost"
        )
    connection = smtplib.SMTP(settings.host, settings.port, timeout=TIMEOUT, local_hostname="localhost")
    try:
        connection.starttls(context=context)
    except BaseException:
        connection.close()
        raise
    return connection


def _require_loopback(host: str) -> None:
    try:
        local = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise SettingsError('office.toml: mail.security: "none" is for a mail server on this very machine')


def _password(settings: Mail) -> str:
    if settings.password_file is None:
        raise SettingsError("office.toml: mail.password_file: name the file in which the password stands")
    try:
        return Path(settings.password_file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"office.toml: mail.password_file: {error.strerror}") from None
