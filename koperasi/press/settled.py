"""Documents whose bytes depend on data and arguments alone: their date, and zips without the hour of their making."""

from __future__ import annotations

import io
import os
import re
import zipfile
from datetime import UTC, datetime

from koperasi.settings import BadSetting
from koperasi.store import Store

_EPOCH = "SOURCE_DATE_EPOCH"
_LAST = 4_102_444_800  # 2100: what a zip and an office program can both hold
_NEW_YEAR = (1980, 1, 1, 0, 0, 0)  # the oldest date a zip can hold
_PARTS = (".xlsx",)  # what an office document carries as a zip of its own
_WRITTEN = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def made_on(store: Store) -> datetime:
    """The date that a document bears: SOURCE_DATE_EPOCH, else that of the newest published figure.

    Raises BadSetting.
    """
    if given := os.environ.get(_EPOCH, "").strip():
        if not (given.isascii() and given.isdigit() and int(given) < _LAST):
            raise BadSetting(_EPOCH, given, "detik sejak 1 Januari 1970, misalnya 1700000000")
        return datetime.fromtimestamp(int(given), UTC)
    parts = [int(part) for part in str(store.ask("frame/newest").rows["as_of"].iloc[0]).split("-")]
    year, month, day = (*parts, 1, 1)[:3]
    return datetime(year, month, day, tzinfo=UTC)


def settled(document: bytes, when: datetime) -> bytes:
    """An office document (a zip) made anew: fixed dates inside, also of the workbooks that it carries."""
    out = io.BytesIO()
    stamp = when.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(document)) as given, zipfile.ZipFile(out, "w") as archive:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, _NEW_YEAR)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # or Windows and Linux would write different bytes
            data = given.read(name)
            if name.endswith(_PARTS):
                data = settled(data, when)
            elif name == "docProps/core.xml":
                data = _WRITTEN.sub(rb"\g<1>" + stamp + rb"\g<3>", data)
            archive.writestr(entry, data)
    return out.getvalue()
