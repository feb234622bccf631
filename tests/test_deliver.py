"""Deliveries: once for the same data, to a real SMTP server on loopback; alerts when they fire and when they clear."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pypdf import PdfReader

from koperasi.__main__ import _card_address
from koperasi.cards import Rendered, render
from koperasi.cards.summary import findings_of
from koperasi.press import alerts, briefing, pictures, post
from koperasi.press.deliver import BadTarget, file_name, targets
from koperasi.press.sent import Busy, Sent, Unclear, opened
from koperasi.settings import BadSetting
from koperasi.store import Filters, Places, Store
from koperasi.store import store as store_module
from tests.test_cli import ROOT, Call, koperasi  # noqa: F401 - a fixture

pytestmark = pytest.mark.slow

HEAD, BOTH = "mailto:kadis@dinas.test", "mailto:kadis@dinas.test,humas@dinas.test"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 250"><rect width="9" height="9"/></svg>'


class Inbox:
    """What the server took; addresses in `refused` it does not take. `down`: it answers nobody's message."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.down = False

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address in self.refused:
            return "550 tidak ada"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.down:
            return "451 nanti"
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        assert mail["To"] == ", ".join(envelope.rcpt_tos)
        self.mails.append(mail)
        return "250 OK"

    def taken(self) -> list[EmailMessage]:
        found, self.mails = self.mails, []
        return found


class OnFreePort(Controller):
    """Asks itself whether it answers, at the port that it was given."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def inbox(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Inbox]:
    box = Inbox()
    server = OnFreePort(box, hostname="127.0.0.1", port=0)
    server.start()
    monkeypatch.setenv("KOPERASI_SMTP", f"smtp://127.0.0.1:{server.port}")
    monkeypatch.setenv("KOPERASI_SENDER", "dasbor@dinas.test")
    monkeypatch.setenv("KOPERASI_STATE", str(tmp_path / "state" / "sent.json"))
    monkeypatch.setenv("KOPERASI_ADDRESS", "http://dasbor.lan:8501/")
    monkeypatch.delenv("KOPERASI_ALERTS", raising=False)
    yield box
    server.stop()


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Chromium: what is drawn is held by other tests."""
    monkeypatch.setattr(pictures, "drawing", lambda *_, **__: SVG)
    monkeypatch.setattr(pictures, "picture", lambda rendered, _: b"PNG of " + rendered.card.id.encode())


@pytest.fixture
def unprinted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor put on paper: it is asked for, and delivered."""
    monkeypatch.setattr(briefing, "briefing", lambda *_, **__: b"%PDF-1.7")


@pytest.fixture
def seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Seeds of its own to be changed."""
    place = tmp_path / "seeds"
    shutil.copytree(ROOT / "seeds", place)
    monkeypatch.setattr(store_module.Places, "__init__", _with(place))
    return place


def _with(place: Path) -> Any:
    usual = Places.__init__

    def init(self: Places, **given: Any) -> None:
        usual(self, **({"seeds": place} | given))

    return init


def edit(path: Path, key: tuple[str, str], **cells: str) -> None:
    """Change cells of the row whose column key[0] holds key[1]."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        names, rows = list(reader.fieldnames or ()), list(reader)
    assert any(row[key[0]] == key[1] for row in rows)
    for row in rows:
        if row[key[0]] == key[1]:
            row.update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def subscribe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *rows: str) -> None:
    place = tmp_path / "langganan.csv"
    place.write_text("\n".join(["email,rule,regency,threshold", *rows]) + "\n", encoding="utf-8")
    monkeypatch.setenv("KOPERASI_ALERTS", str(place))


def attached(mail: EmailMessage) -> dict[str, bytes]:
    return {str(it.get_filename()): it.get_content() for it in mail.iter_attachments()}


def text(mail: EmailMessage) -> str:
    body = mail.get_body()
    assert body is not None
    return str(body.get_content())


def test_twice_the_same_data_one_mail_and_a_changed_seed_a_second(koperasi: Call, inbox: Inbox, seeds: Path) -> None:  # noqa: F811
    done = koperasi("deliver", "--to", HEAD, "--kabupaten", "6303")
    assert (done.returncode, done.stdout) == (0, f"Terkirim: {HEAD}\n"), done.stderr
    (mail,) = inbox.taken()
    assert (mail["To"], mail["From"]) == ("kadis@dinas.test", "dasbor@dinas.test")
    assert mail["Subject"] == "Lembar paparan koperasi, Kabupaten Banjar"
    ((name, paper),) = attached(mail).items()
    assert name == "koperasi-kalsel_lembar_6303_2026-08-05.pdf"
    assert "Kabupaten Banjar" in PdfReader(BytesIO(paper)).pages[0].extract_text()
    assert render(Store(), "summary/headlines", Filters(regencies=("6303",))).finding in " ".join(text(mail).split())
    done = koperasi("deliver", "--to", HEAD, "--kabupaten", "6303")
    assert (done.returncode, done.stdout) == (0, "Data belum berubah sejak kiriman terakhir.\n")
    assert inbox.taken() == []
    # another place is another delivery
    assert koperasi("deliver", "--to", HEAD).returncode == 0
    assert len(inbox.taken()) == 1
    edit(seeds / "attention_rules.csv", ("rule", "kdmp_without_nib_pct"), title_id="Merah Putih belum ber-NIB")
    assert koperasi("deliver", "--to", HEAD, "--kabupaten", "6303").returncode == 0
    assert len(inbox.taken()) == 1
    assert koperasi("deliver", "--to", HEAD, "--kabupaten", "6303", "--always").returncode == 0
    assert len(inbox.taken()) == 1


@pytest.mark.usefixtures("unprinted")
def test_each_gets_it_once_though_the_server_refuses_one(koperasi: Call, inbox: Inbox) -> None:  # noqa: F811
    inbox.refused.add("humas@dinas.test")
    done = koperasi("deliver", "--to", BOTH)
    assert done.returncode == 1
    assert "humas@dinas.test" in done.stderr
    assert "alamat penerima ditolak" in done.stderr
    assert done.stderr.count("\n") == 1
    assert [mail["To"] for mail in inbox.taken()] == ["kadis@dinas.test"]
    inbox.refused.clear()
    assert koperasi("deliver", "--to", BOTH).returncode == 0
    assert [mail["To"] for mail in inbox.taken()] == ["humas@dinas.test"]
    assert koperasi("deliver", "--to", BOTH).returncode == 0
    assert inbox.taken() == []


@pytest.mark.usefixtures("unprinted")
def test_what_a_server_does_not_take_is_sent_the_next_time(
    koperasi: Call,  # noqa: F811
    inbox: Inbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inbox.down = True
    done = koperasi("deliver", "--to", HEAD)
    assert done.returncode == 1
    assert "jawaban 451" in done.stderr
    with monkeypatch.context() as patch:
        patch.setenv("KOPERASI_SMTP", "smtp://127.0.0.1:9")
        assert "tidak dapat dihubungi" in koperasi("deliver", "--to", HEAD).stderr
    inbox.down = False
    assert koperasi("deliver", "--to", HEAD).returncode == 0
    assert len(inbox.taken()) == 1


@pytest.mark.usefixtures("unprinted")
def test_to_a_folder(koperasi: Call, inbox: Inbox, tmp_path: Path) -> None:  # noqa: F811
    folder = tmp_path / "kirim"
    assert "bukan folder" in koperasi("deliver", "--to", str(folder)).stderr
    folder.mkdir()
    assert koperasi("deliver", "--to", str(folder)).returncode == 0
    (paper,) = folder.iterdir()
    assert paper.name == "koperasi-kalsel_lembar_semua_2026-08-05.pdf"
    paper.unlink()
    assert koperasi("deliver", "--to", str(folder)).stdout == "Data belum berubah sejak kiriman terakhir.\n"
    assert list(folder.iterdir()) == []
    assert koperasi("deliver", "--to", str(folder), "--always").returncode == 0
    assert list(folder.iterdir()) == [paper]
    assert inbox.taken() == []


def test_papers_of_other_filters_do_not_take_the_place_of_one_another(store: Store) -> None:
    """By hand: the place, then what else was filtered."""
    places = [Filters(), Filters(year_to=2024), Filters(("6303",), year_to=2024), Filters(("6303",), pola="syariah")]
    assert [file_name(store, it) for it in places] == [
        f"koperasi-kalsel_lembar_{where}_2026-08-05.pdf"
        for where in (
            "semua",
            "semua-tahun-2024-dan-sebelumnya",
            "6303-tahun-2024-dan-sebelumnya",
            "6303-pola-syariah",
        )
    ]


def test_one_at_a_time(koperasi: Call, inbox: Inbox, tmp_path: Path) -> None:  # noqa: F811
    with opened(tmp_path / "state" / "sent.json"):
        done = koperasi("deliver", "--to", HEAD)
    assert done.returncode == 1
    assert "Pengiriman lain sedang berjalan" in done.stderr
    assert inbox.taken() == []
    found: list[Exception] = []

    def other() -> None:
        try:
            with opened(tmp_path / "state" / "sent.json"):
                pass
        except Busy as error:
            found.append(error)

    with opened(tmp_path / "state" / "sent.json"):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert len(found) == 1


@pytest.mark.usefixtures("unprinted")
def test_one_that_was_killed_while_sending_is_not_sent_twice(koperasi: Call, inbox: Inbox, tmp_path: Path) -> None:  # noqa: F811
    assert koperasi("deliver", "--to", HEAD).returncode == 0
    inbox.taken()
    place = tmp_path / "state" / "sent.json"
    known = json.loads(place.read_text(encoding="utf-8"))
    (name,) = known
    known[name] = {"done": "anders", "sending": known[name]["done"]}  # as a power cut leaves it
    place.write_text(json.dumps(known), encoding="utf-8")
    done = koperasi("deliver", "--to", HEAD)
    assert done.returncode == 1
    assert "terputus di tengah jalan" in done.stderr
    assert inbox.taken() == []
    assert koperasi("deliver", "--to", HEAD, "--always").returncode == 0
    assert len(inbox.taken()) == 1
    assert koperasi("deliver", "--to", HEAD).returncode == 0
    assert inbox.taken() == []


def test_the_note_stands_before_the_mail_leaves(tmp_path: Path) -> None:
    place = tmp_path / "sent.json"
    sent = Sent(place)
    with sent.delivering("a", 1):
        assert json.loads(place.read_text()) == {"a": {"sending": 1}}
    assert Sent(place).of("a") == 1
    with pytest.raises(post.NotSent), sent.delivering("a", 2):
        raise post.NotSent("nein")
    assert Sent(place).of("a") == 1
    with pytest.raises(SystemExit), sent.delivering("a", 2):
        raise SystemExit(143)
    with pytest.raises(Unclear), Sent(place).delivering("a", 2):
        pass
    place.write_text("[]", encoding="utf-8")
    with pytest.raises(Exception, match="rusak"):
        Sent(place)


@pytest.mark.usefixtures("unprinted")
def test_alerts_once_when_they_fire_and_once_when_they_clear(
    koperasi: Call,  # noqa: F811
    inbox: Inbox,
    seeds: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "kirim"
    folder.mkdir()
    subscribe(
        tmp_path,
        monkeypatch,
        "tapin@dinas.test,kdmp_without_nib_pct,6305,",
        "semua@dinas.test,kdmp_without_nib_pct,,40",
        "semua@dinas.test,kdmp_idle_pct,,",
        "diam@dinas.test,kdmp_without_nib_pct,6371,",
    )
    fired = findings_of(Store().ask("summary/attention").rows)
    nib = {it.row.region_code: it for it in fired if it.row.rule == "kdmp_without_nib_pct"}
    assert "6305" in nib
    assert "6371" not in nib
    high = [it for it in nib.values() if it.row.measure_value > 40]
    assert 0 < len(high) < len(nib)
    done = koperasi("deliver", "--to", str(folder))
    assert done.returncode == 0, done.stderr
    mails = {mail["To"]: mail for mail in inbox.taken()}
    assert set(mails) == {"tapin@dinas.test", "semua@dinas.test"}
    one, all_ = mails["tapin@dinas.test"], mails["semua@dinas.test"]
    assert nib["6305"].sentence in text(one)
    assert "http://dasbor.lan:8501/merah_putih?kabupaten=6305&kartu=merah_putih%2Fmissing_nib" in text(one)
    assert attached(one) == {"merah_putih-missing_nib-6305.png": b"PNG of merah_putih/missing_nib"}
    idle = [it for it in fired if it.row.rule == "kdmp_idle_pct"]
    assert text(all_).count("\n- ") == len(high) + len(idle)
    for it in [*high, *idle]:
        assert it.sentence in text(all_)
    assert koperasi("deliver", "--to", str(folder)).returncode == 0
    assert inbox.taken() == []
    # the rule is raised above what Tapin has: it clears, and is said once
    edit(seeds / "attention_rules.csv", ("rule", "kdmp_without_nib_pct"), threshold="99")
    subscribe(tmp_path, monkeypatch, "tapin@dinas.test,kdmp_without_nib_pct,6305,")
    assert koperasi("deliver", "--to", str(folder)).returncode == 0
    (cleared,) = inbox.taken()
    assert "1 selesai" in cleared["Subject"]
    assert "Tidak lagi melampaui ambang" in text(cleared)
    assert nib["6305"].sentence in text(cleared)
    assert attached(cleared) == {}
    assert koperasi("deliver", "--to", str(folder)).returncode == 0
    assert inbox.taken() == []
    # and fires again
    edit(seeds / "attention_rules.csv", ("rule", "kdmp_without_nib_pct"), threshold="30")
    assert koperasi("deliver", "--to", str(folder)).returncode == 0
    (again,) = inbox.taken()
    assert "1 baru" in again["Subject"]


def test_a_sample_fires_no_alert(store: Store) -> None:
    register = render(store, "summary/attention_register", Filters())
    assert register.answer.sample
    assert findings_of(register.answer.rows)
    published = findings_of(render(store, "summary/attention", Filters()).answer.rows)
    found = alerts.firing(store)
    assert len(found) == len(published)
    assert len({it.key for it in found}) == len(found)


def test_another_list_of_what_is_late_is_no_other_alert(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Day by day more is late, and a figure comes to be doubted: it is said anew, not sent anew."""
    usual = {it.key: it.said for it in alerts.firing(store)}
    shown = alerts.render

    def later(store: Store, card: str, filters: Filters) -> Rendered:
        it = shown(store, card, filters)
        rows = it.answer.rows.assign(what=[f"{what}; Lain" if what else what for what in it.answer.rows["what"]])
        kinds = rows["rule"] == "suspect_savings_share"
        rows.loc[kinds, "what"] = it.answer.rows.loc[kinds, "what"]
        return replace(it, answer=replace(it.answer, rows=rows))

    monkeypatch.setattr(alerts, "_CARDS", ("summary/attention",))
    monkeypatch.setattr(alerts, "render", later)
    found = {it.key: it.said for it in alerts.firing(store)}
    assert found.keys() == usual.keys()
    assert found != usual, "else nothing was tried"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("kadis,kdmp_idle_pct,,", "baris 2: “kadis” bukan alamat surel"),
        ("a@b.test\tBcc: x@y.test,kdmp_idle_pct,,", "bukan alamat surel"),
        ("a@b.test,none,,", "aturan “none” tidak ada"),
        ("a@b.test,rating_horizon_days,,", "aturan “rating_horizon_days” tidak ada"),
        ("a@b.test,kdmp_idle_pct,6399,", "“6399” tidak dikenal"),
        ("a@b.test,kdmp_idle_pct,,banyak", "bukan angka"),
        ("a@b.test,kdmp_idle_pct,,10", "di bawah ambang aturannya"),
        ("a@b.test,kdmp_idle_pct,,nan", "di bawah ambang aturannya"),
        ("a@b.test,kdmp_idle_pct", "harus 4 kolom"),
    ],
)
def test_a_wrong_subscription_is_named(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, why: str
) -> None:
    subscribe(tmp_path, monkeypatch, row)
    with pytest.raises(alerts.BadSubscriptions, match=re.escape(why)):
        alerts.subscriptions(store)


def test_a_wrong_subscription_is_said_before_anything_is_sent(
    koperasi: Call,  # noqa: F811
    inbox: Inbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    subscribe(tmp_path, monkeypatch, "kadis,kdmp_idle_pct,,")
    done = koperasi("deliver", "--to", HEAD)
    assert done.returncode == 1
    assert "baris 2: “kadis” bukan alamat surel" in done.stderr
    assert inbox.taken() == []


def test_other_columns_are_no_subscriptions(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "x.csv"
    monkeypatch.setenv("KOPERASI_ALERTS", str(place))
    for data, why in ((b"siapa,apa\n", "baris pertama harus"), (b"\xff\xfe", "UTF-8")):
        place.write_bytes(data)
        with pytest.raises(alerts.BadSubscriptions, match=why):
            alerts.subscriptions(store)
    place.unlink()
    with pytest.raises(OSError, match=r"x\.csv"):
        alerts.subscriptions(store)


def test_targets() -> None:
    assert targets("/srv/lembar") == ["/srv/lembar"]
    assert targets(BOTH) == ["mailto:kadis@dinas.test", "mailto:humas@dinas.test"]
    assert targets("mailto:a@b.test,a@b.test") == ["mailto:a@b.test"]
    for wrong in ("mailto:", "mailto:a", "mailto:a@b.test,", "mailto:a@b.test%0ABcc:c@d.test"):
        with pytest.raises(BadTarget, match="bukan alamat surel"):
            targets(wrong)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("", "belum diisi"),
        ("surat.dinas.test", "tidak dapat dipakai"),
        ("http://surat.dinas.test", "tidak dapat dipakai"),
        ("smtp://surat.dinas.test:banyak", "tidak dapat dipakai"),
        ("smtp://nama:rahasia@surat.dinas.test", "tanpa sandi jaringan"),
    ],
)
def test_a_server_that_makes_no_sense_is_said_without_its_password(
    monkeypatch: pytest.MonkeyPatch, given: str, why: str
) -> None:
    monkeypatch.setenv("KOPERASI_SMTP", given)
    monkeypatch.setenv("KOPERASI_SENDER", "dasbor@dinas.test")
    with pytest.raises(post.NotSent, match=why) as error:
        post.server()
    assert "rahasia" not in str(error.value)


def test_a_server_with_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOPERASI_SMTP", "starttls://nama:a%2Fb%40c@surat.dinas.test")
    monkeypatch.setenv("KOPERASI_SENDER", "dasbor@dinas.test")
    found = post.server()
    assert (found.host, found.port, found.user, found.password) == ("surat.dinas.test", 587, "nama", "a/b@c")
    monkeypatch.setenv("KOPERASI_SENDER", "dasbor")
    with pytest.raises(BadSetting, match="KOPERASI_SENDER"):
        post.server()


def test_a_server_without_encryption_is_not_trusted_with_starttls(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOPERASI_SMTP", os.environ["KOPERASI_SMTP"].replace("smtp://", "starttls://"))
    with pytest.raises(post.NotSent, match="tidak mendukung"):
        post.send(post.message("a@b.test", "x", "y"), post.server())
    assert inbox.taken() == []


def test_links_lead_to_the_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOPERASI_ADDRESS", "https://dasbor.lan/koperasi/")
    link = _card_address("growth/regency_map?measure=inactive_rate", "6303")
    assert link.startswith("https://dasbor.lan/koperasi/pertumbuhan?kabupaten=6303&measure=inactive_rate&kartu=")
    assert _card_address("none/none", "") == ""
    monkeypatch.setenv("KOPERASI_ADDRESS", "dasbor.lan")
    with pytest.raises(BadSetting, match="KOPERASI_ADDRESS"):
        _card_address("growth/total", "")
    monkeypatch.delenv("KOPERASI_ADDRESS")
    assert _card_address("growth/total", "") == ""


def test_what_is_shown_for_a_server_can_be_used(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of docs/deploy: settings that exist, subscriptions that hold, a command that is one."""
    folder = ROOT / "docs" / "deploy"
    lines = (folder / "deliver.env").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
    assert set(given) == {"KOPERASI_SMTP", "KOPERASI_SENDER", "KOPERASI_ADDRESS", "KOPERASI_ALERTS", "KOPERASI_STATE"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert post.server().scheme == "starttls"
    assert _card_address("growth/total", "").startswith("http://dasbor.lan:8501/")
    monkeypatch.setenv("KOPERASI_ALERTS", str(folder / "langganan.csv"))
    assert len(alerts.subscriptions(store)) == 3
    for name in ("koperasi-deliver.service", "koperasi-deliver.cron"):
        assert "python -m koperasi deliver --to mailto:" in (folder / name).read_text(encoding="utf-8")
