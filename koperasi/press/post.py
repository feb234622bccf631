"""Mail by SMTP, set up by two settings; one message a recipient, so that one bad address keeps nobody else waiting."""

from __future__ import annotations

import os
import re
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from koperasi.said import Said
from koperasi.settings import BadSetting

SERVER, SENDER = "KOPERASI_SMTP", "KOPERASI_SENDER"
_SECONDS = 30
_PORTS = {"smtp": 25, "starttls": 587, "smtps": 465}
_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\]+")
_HERE = ("localhost", "127.0.0.1", "::1")
_LONGEST = 254  # letters of an address


class NotSent(Said):
    """A message that no server took: it may be sent again."""


@dataclass(frozen=True)
class File:
    """What is attached. kind: "application/pdf"."""

    name: str
    kind: str
    data: bytes


@dataclass(frozen=True)
class Server:
    """Where mail is handed over. scheme: one of _PORTS."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: str


def is_address(words: str) -> bool:
    """Whether this may stand in the head of a message: one address and nothing beside it."""
    return len(words) <= _LONGEST and words.isprintable() and bool(_ADDRESS.fullmatch(words))


def server() -> Server:
    """From the environment; what is wrong is said without the password. Raises BadSetting or NotSent."""
    given, sender = os.environ.get(SERVER, "").strip(), os.environ.get(SENDER, "").strip()
    if not given:
        raise NotSent(f"{SERVER} belum diisi: server surat, misalnya starttls://nama:sandi@surat.dinas.go.id:587.")
    try:
        parts = urlsplit(given)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if parts.scheme not in _PORTS or not host:
        raise NotSent(f"{SERVER} tidak dapat dipakai: isi dengan smtp://, starttls:// atau smtps:// dan nama server.")
    if not is_address(sender):
        raise BadSetting(SENDER, sender, "alamat surel pengirim")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if user and parts.scheme == "smtp" and host not in _HERE:
        raise NotSent(f"{SERVER}: sandi tidak dikirim tanpa sandi jaringan; pakai starttls:// atau smtps://.")
    return Server(parts.scheme, host, port or _PORTS[parts.scheme], user, password, sender)


def message(to: str, subject: str, body: str, files: Sequence[File] = ()) -> EmailMessage:
    """A plain message with what is attached."""
    mail = EmailMessage()
    mail["To"], mail["Subject"] = to, " ".join(subject.split())
    mail["Content-Language"] = "id"
    mail.set_content(body)
    for it in files:
        kind, _, sub = it.kind.partition("/")
        mail.add_attachment(it.data, maintype=kind, subtype=sub, filename=it.name)
    return mail


def send(mail: EmailMessage, by: Server) -> None:
    """Hand it over. Raises NotSent where the server did not take it."""
    mail["From"], mail["Date"] = by.sender, format_datetime(datetime.now(UTC))
    try:
        if by.scheme == "smtps":
            link: smtplib.SMTP = smtplib.SMTP_SSL(by.host, by.port, timeout=_SECONDS, context=_trust())
        else:
            link = smtplib.SMTP(by.host, by.port, timeout=_SECONDS)
        with link:
            if by.scheme == "starttls":
                link.starttls(context=_trust())
            if by.user:
                link.login(by.user, by.password)
            link.send_message(mail)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"Surat kepada {mail['To']} tidak diterima {by.host}:{by.port} ({_why(error)}).") from error


def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


_WHY: tuple[tuple[type[Exception], str], ...] = (
    (smtplib.SMTPAuthenticationError, "nama atau sandi ditolak"),
    (smtplib.SMTPRecipientsRefused, "alamat penerima ditolak"),
    (smtplib.SMTPNotSupportedError, "server tidak mendukung cara itu"),
    (smtplib.SMTPResponseException, "server menolak"),
    (ssl.SSLError, "sertifikat server tidak dapat dipercaya atau sambungannya tidak tersandi"),
    (TimeoutError, f"tidak menjawab dalam {_SECONDS} detik"),
)


def _why(error: Exception) -> str:
    said = next((words for kind, words in _WHY if isinstance(error, kind)), "tidak dapat dihubungi")
    return f"{said}, jawaban {error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else said
