"""The page "Data dan sumber": what data there is, every published figure, contradictions, words, and the download."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from koperasi.cards import SAMPLE_MARK, in_words
from koperasi.look import formats
from koperasi.press import files, package
from koperasi.screen import figure_links, frame, state
from koperasi.screen.faults import explained
from koperasi.screen.figure_links import PAGE
from koperasi.screen.words import anchor, outside, plain, sentence
from koperasi.store import Answer, Dataset, Store, datasets

PAGE_ROWS = 25
_FIGURE, _DATASET = "figure", "himpunan"
_SEARCH, _SUBJECT, _REGISTER, _QUALITY, _SOURCE, _SORT = "cari", "subjek", "daftar", "mutu", "sumber", "urut"
_GLOSSARY = "kamus"
_SUBJECTS = {
    "cooperatives": "Koperasi",
    "merah_putih": "Merah Putih",
    "ratings": "Peringkat dan kesehatan",
    "sharia": "Koperasi syariah",
    "opop": "OPOP dan pesantren",
    "modern": "Koperasi modern",
    "programs": "Program",
    "umkm": "UMKM",
    "population": "Penduduk dan wilayah",
    "regulation": "Aturan",
}
_UNMOVED = {"pola": "Angka terbitan tidak dirinci menurut pola; penyaring pola tidak mengubahnya."}
_ORDERS = {"newest": "Terbaru", "oldest": "Terlama", "indicator": "Indikator", "region": "Wilayah"}


def _labels(store: Store, code: str, label: str) -> dict[str, str]:
    """code -> label of every register, quality or source that a figure has."""
    rows = store.ask("data/figures").rows.sort_values(label)
    return dict(zip(rows[code], rows[label], strict=True))


def _source_labels(store: Store) -> dict[str, str]:
    rows = store.ask("data/sources").rows
    return dict(zip(rows["source_id"], rows["publisher"] + ": " + rows["source_title"], strict=True))


def _named(store: Store) -> dict[str, Dataset]:
    return {it.name: it for it in store.derive(datasets)}


KEEPS: state.Own = {
    _FIGURE: None,  # said to be unknown where it would stand
    _DATASET: _named,
    _SEARCH: None,
    _SUBJECT: lambda _: _SUBJECTS,
    _REGISTER: lambda store: _labels(store, "register", "register_label"),
    _QUALITY: lambda store: _labels(store, "quality", "quality_label"),
    _SOURCE: _source_labels,
    _SORT: lambda _: _ORDERS,
    _GLOSSARY: None,
}


@contextmanager
def _box(name: str, title: str, *, sample: bool = False) -> Iterator[None]:
    frame.ensure()
    with st.container(border=True, key=f"card-data-{name}"), explained(f"Bagian “{title}”"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.header(sentence(title), anchor=False, width="content")
            if sample:
                st.badge(SAMPLE_MARK, icon=":material/science:", color="violet")
        yield


def _table(label: str, heads: dict[str, str], rows: Iterable[Iterable[str]]) -> None:
    """An HTML table of cells that are HTML already; `heads`: label -> CSS class of the column."""
    classes = list(heads.values())
    head = "".join(f'<th scope="col" class="{css}">{escape(text)}</th>' for text, css in heads.items())
    body = "".join(
        "<tr>" + "".join(f'<td class="{css}">{cell}</td>' for css, cell in zip(classes, row, strict=True)) + "</tr>"
        for row in rows
    )
    # focusable, so that a keyboard can scroll it sideways on a narrow screen
    st.html(
        f'<div class="k-scroll" role="region" tabindex="0" aria-label="{escape(label)}">'
        f'<table class="k-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _clear(*names: str) -> None:
    for name in names:
        st.session_state[name] = ""


def _close(name: str) -> None:
    st.button("Tutup", key=f"data-close-{name}", on_click=_clear, args=(name,), icon=":material/close:")


def picked() -> None:
    """The figure or dataset that a link asked for."""
    frame.ensure()
    store = state.view().store
    if text := str(st.session_state.get(_FIGURE) or ""):
        figure = figure_links.parse(text)
        answer = store.ask("data/figure", **figure._asdict()) if figure else None
        if answer is None or answer.rows.empty:
            st.warning(
                f"Angka “{plain(text)}” tidak ada dalam data ini. Mungkin sudah diganti; cari di daftar di bawah.",
                icon=":material/link_off:",
            )
        else:
            _figure(store, answer)
    if name := st.session_state.get(_DATASET):
        _dataset(_named(store)[str(name)])
    if source := st.session_state.get(_SOURCE):
        _source(store, str(source))


def _figure(store: Store, answer: Answer) -> None:
    row, source = answer.rows.iloc[0], answer.sources[0]
    with _box("figure", "Angka ini"):
        published = f", {formats.as_of(source.published_on)}" if source.published_on else ""
        value = formats.valued(row["value"], row["unit"])
        if row["unit"] == "rupiah":
            value += f" (Rp{formats.number(row['value'])})"
        st.html(f'<p class="k-value">{escape(value)}</p>')
        _table(
            "Angka ini",
            {"Apa": "", "Isi": "k-wide"},
            (
                (escape(name), cell)
                for name, cell in (
                    ("Indikator", escape(row["indicator_label"])),
                    ("Artinya", escape(row["definition"])),
                    ("Wilayah", escape(row["region_name"])),
                    ("Keadaan", escape(formats.as_of(row["as_of"]))),
                    ("Register", escape(f"{row['register_label']} ({row['register_keeper']})")),
                    ("Arti register", escape(row["register_meaning"])),
                    ("Mutu angka", escape(f"{row['quality_label']}: {row['quality_meaning']}")),
                    ("Catatan", escape(row["note"]) if isinstance(row["note"], str) else "tidak ada"),
                    ("Sumber", outside(source.url, source.title) + escape(f" – {source.publisher}{published}")),
                    ("Angka lain", anchor(state.link(PAGE, sumber=source.id), "semua angka dari sumber ini")),
                    ("Kode", f"<code>{escape(str(st.session_state[_FIGURE]))}</code>"),
                )
            ),
        )
        groups = [it for it in answer.rows["contradiction"] if isinstance(it, str)]
        if groups:
            st.markdown("**Angka yang bertentangan**")
            _groups(store.ask("data/contradictions").rows.query("contradiction in @groups"), opened=True)
        _close(_FIGURE)


def _source(store: Store, source_id: str) -> None:
    rows = store.ask("data/sources").rows
    row = rows[rows["source_id"] == source_id].iloc[0]
    with _box("source", "Sumber ini"):
        date = f", {formats.as_of(row['published_on'])}" if isinstance(row["published_on"], str) else ""
        users = [it for it in _named(store).values() if any(source.id == source_id for source in it.sources)]
        listed = "".join(f"<li>{anchor(state.link(PAGE, himpunan=it.name), it.title)}</li>" for it in users)
        st.html(
            f"<p>{outside(row['source_url'], row['source_title'])} – {escape(row['publisher'] + date)}</p>"
            f"<p>{row['figures']} angka terbitan. Disebut dalam himpunan data:</p>"
            f'<ul class="k-links">{listed}</ul>'
        )
        _close(_SOURCE)


def _dataset(it: Dataset) -> None:
    with _box("dataset", it.title, sample=it.sample):
        st.html(f"<p>{escape(it.file)} · {_rows(it)} baris · {escape(it.checks)}</p>")
        if it.problem:
            st.error(plain(it.problem), icon=":material/error:")
        st.html(f"<p>{_origin(it)}</p>" if it.sources else f"<p>Pemegang: {escape(it.keeper)}</p>")
        _table(
            f"Kolom {it.title}",
            {"Kolom": "", "Isi": "k-wide"},
            (
                (f"<code>{escape(name)}</code>", escape(": ".join(text for text in (title, what) if text)))
                for name, title, what in it.fields
            ),
        )
        if len(it.sources) > 1:
            cited = "".join(
                f"<li>{outside(source.url, source.title)} – {escape(source.publisher)}</li>" for source in it.sources
            )
            st.html(
                f'<details class="k-group"><summary>{len(it.sources)} sumber</summary>'
                f'<ul class="k-links">{cited}</ul></details>'
            )
        _close(_DATASET)


def _rows(it: Dataset) -> str:
    return "–" if it.rows is None else formats.number(it.rows)


def _origin(it: Dataset) -> str:
    if len(it.sources) == 1:
        source = it.sources[0]
        return f"{outside(source.url, source.title)} – {escape(source.publisher)}"
    if it.sources:
        return anchor(state.link(PAGE, himpunan=it.name), f"{len(it.sources)} sumber")
    return "register contoh" if it.sample else "berkas dinas" if it.kind == "register" else "disusun pengelola dasbor"


def catalogue() -> None:
    """Every dataset: whose, how old, when the next is due, and what was checked."""
    today, known = date.today(), _named(state.view().store).values()
    late = [it for it in known if it.overdue(today)]
    samples = [it for it in known if it.sample]
    with _box("catalogue", "Himpunan data", sample=bool(samples)):
        said = f"{len(known)} himpunan data"
        said += f"; {len(samples)} di antaranya {SAMPLE_MARK}" if samples else ""
        said += f". {len(late)} lewat waktu pembaruannya: {formats.listed(it.title for it in late)}." if late else "."
        st.markdown(sentence(said))
        _table(
            "Himpunan data",
            {
                "Himpunan data dan pemegangnya": "k-wide",
                "Keadaan": "k-day",
                "Pembaruan berikutnya": "k-day",
                "Baris": "k-num",
                "Sumber dan pemakaian": "k-wide",
                "Pemeriksaan": "",
            },
            (
                (
                    anchor(state.link(PAGE, himpunan=it.name), it.title)
                    + (f' <span class="k-late">{SAMPLE_MARK}</span>' if it.sample else "")
                    + f"<br>{escape(it.keeper)}",
                    escape(formats.as_of(it.as_of)) if it.as_of else "–",
                    _due(it, today),
                    _rows(it),
                    f"{_origin(it)}<br>{escape(it.licence)}",
                    escape(it.checks) + (f" – {escape(it.problem)}" if it.problem else ""),
                )
                for it in sorted(known, key=_place)
            ),
        )
        st.caption(
            "Irama pembaruan adalah usulan dasbor ini (seeds/datasets.csv), bukan aturan. Dihitung dari akhir masa "
            f"yang digambarkan data; dibandingkan dengan hari ini, {formats.as_of(today.isoformat())}."
        )


def _place(it: Dataset) -> tuple[int, str]:
    return ("published", "register", "reference").index(it.kind), it.title


def _due(it: Dataset, today: date) -> str:
    if it.sample:
        return "menunggu register dinas"
    if it.due is None:
        return "tidak berirama"
    day = formats.as_of(it.due.isoformat())
    return f'{day}<br><span class="k-late">lewat</span>' if it.overdue(today) else day


def _pick(label: str, key: str, values: dict[str, str], everything: str, width: int = 200) -> str | None:
    chosen = st.selectbox(
        label, ["", *values], format_func=lambda code: values.get(code, everything), key=key, width=width
    )
    return chosen or None


def figures() -> None:
    """Every published figure under the shared filters and this table's own."""
    view = state.view()
    store = view.store
    with _box("figures", "Angka terbitan"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            search = st.text_input(
                "Cari indikator, wilayah, sumber, atau catatan", key=_SEARCH, icon=":material/search:", width=340
            )
            subject = _pick("Pokok", _SUBJECT, _SUBJECTS, "Semua pokok")
            register = _pick("Register", _REGISTER, _labels(store, "register", "register_label"), "Semua register")
            quality = _pick("Mutu angka", _QUALITY, _labels(store, "quality", "quality_label"), "Semua mutu", 160)
            source = _pick("Sumber", _SOURCE, _source_labels(store), "Semua sumber", 340)
            order = {code: label for code, label in _ORDERS.items() if code != "newest"}
            sort = _pick("Urutkan", _SORT, order, _ORDERS["newest"], 140)
        asked = {
            "search": " ".join(search.split()) or None,
            "subject": subject,
            "register": register,
            "quality": quality,
            "source": source,
            "sort": sort or "newest",
        }
        for ignored in view.filters.ignored(store.queries["data/figures"].parameters):
            st.caption(f":material/filter_alt_off: {_UNMOVED.get(ignored.name, ignored.why_not)}")
        answer = store.ask_filtered("data/figures", view.filters, **asked)
        found = len(answer.rows)
        if not found:
            typed = f" dengan “{plain(search)}”" if search.strip() else ""
            st.markdown(f"Tidak ada data untuk {sentence(in_words(store, view.filters))}{typed}.")
            own = (_SEARCH, _SUBJECT, _REGISTER, _QUALITY, _SOURCE)
            st.button(
                "Hapus penyaring", key="data-figures-clear", on_click=_clear, args=own, icon=":material/filter_alt_off:"
            )
            return
        pages = -(-found // PAGE_ROWS)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            # the key holds what is listed: other rows start again at page one
            key = f"data-page-{hash((view.filters, *asked.values()))}"
            page = st.number_input("Halaman", 1, pages, key=key, width=140)
            st.markdown(f"dari {formats.number(pages)}; {formats.number(found)} angka")
        _figures_table(answer.rows.iloc[(page - 1) * PAGE_ROWS : page * PAGE_ROWS])
        st.download_button(
            f"CSV {formats.number(found)} angka",
            lambda: files.csv_text(answer).encode("utf-8-sig"),
            "data-figures.csv",
            "text/csv",
            icon=":material/table:",
            on_click="ignore",
            key="data-figures-csv",
        )


def _figures_table(rows: pd.DataFrame) -> None:
    _table(
        "Angka terbitan",
        {
            "Indikator dan catatan": "k-wide",
            "Wilayah": "",
            "Keadaan": "k-day",
            "Nilai": "k-num",
            "Register dan mutu": "",
            "Sumber": "k-wide",
        },
        (
            (
                anchor(_link(row), row["indicator_label"]) + _note(row),
                escape(row["region_name"]),
                escape(formats.as_of(row["as_of"])),
                escape(formats.valued(row["value"], row["unit"])),
                escape(f"{row['register_label']}, {row['quality_label']}"),
                outside(row["source_url"], row["source_title"]) + f" – {escape(row['publisher'])}",
            )
            for _, row in rows.iterrows()
        ),
    )


def _note(row: pd.Series) -> str:
    return f"<br>{escape(row['note'])}" if isinstance(row["note"], str) else ""


def _link(row: pd.Series) -> str:
    figure = figure_links.Figure(row["indicator"], row["region_code"], row["as_of"], row["source_id"])
    return state.link(PAGE, figure=figure.key)


def contradictions() -> None:
    """Groups of figures that contradict one another, with the likely reason."""
    view = state.view()
    with _box("contradictions", "Angka yang bertentangan"):
        answer = view.store.ask_filtered("data/contradictions", view.filters)
        if answer.rows.empty:
            st.markdown(f"Tidak ada data untuk {sentence(in_words(view.store, view.filters))}.")
            return
        count = answer.rows["contradiction"].nunique()
        st.markdown(
            f"{count} kelompok angka yang tidak cocok satu sama lain. Dasbor tidak memilih pemenang: semuanya "
            "ditunjukkan, dengan sebab yang mungkin."
        )
        _groups(answer.rows)


def _groups(rows: pd.DataFrame, opened: bool = False) -> None:
    """One element for all groups: thirty expanders would each be a widget to draw."""
    parts = []
    for _, group in rows.groupby("contradiction", sort=False):
        first = group.iloc[0]
        boxes = "".join(_side(row) for _, row in group.iterrows())
        parts.append(
            f'<details class="k-group"{" open" if opened else ""}>'
            f"<summary>{escape(first['contradiction_title'])}</summary>"
            f'<p>{escape(first["reason"])}</p><div class="k-pair">{boxes}</div></details>'
        )
    st.html("".join(parts))


def _side(row: pd.Series) -> str:
    return (
        f'<div><span class="k-value">{anchor(_link(row), formats.valued(row["value"], row["unit"]))}</span><br>'
        f"{escape(row['indicator_label'])}, {escape(row['region_name'])}<br>"
        f"{escape(formats.as_of(row['as_of']))} · {escape(row['register_label'])} · {escape(row['quality_label'])}<br>"
        f"{escape(row['publisher'])}{_note(row)}</div>"
    )


def glossary() -> None:
    """Terms and indicators with what they mean and the rule behind them."""
    store = state.view().store
    with _box("glossary", "Kamus"):
        search = st.text_input("Cari istilah atau indikator", key=_GLOSSARY, icon=":material/search:", width=340)
        rows = store.ask("data/glossary", search=" ".join(search.split()) or None).rows
        if rows.empty:
            st.markdown(f"Tidak ada istilah atau indikator dengan “{plain(search)}”.")
            return
        terms, indicators = rows[rows["entry_kind"] == "istilah"], rows[rows["entry_kind"] == "indikator"]
        opened = " open" if search.strip() else ""
        parts = [_entries("Istilah", terms, opened, _rule)] if len(terms) else []
        parts += [
            _entries(f"Indikator: {label}", part, opened, _unit)
            for code, label in _SUBJECTS.items()
            if len(part := indicators[indicators["subject"] == code])
        ]
        st.html("".join(parts))


def _entries(title: str, rows: pd.DataFrame, opened: str, extra: Callable[[pd.Series], str]) -> str:
    entries = "".join(
        f"<dt><b>{escape(row['entry'])}</b></dt><dd>{escape(row['definition'])} {extra(row)}</dd>"
        for _, row in rows.iterrows()
    )
    return (
        f'<details class="k-group"{opened}><summary>{escape(title)} ({len(rows)})</summary><dl>{entries}</dl></details>'
    )


def _rule(row: pd.Series) -> str:
    rule = row["rule"] if isinstance(row["rule"], str) else ""
    url = row["source_url"] if isinstance(row["source_url"], str) else ""
    if rule:
        return f"Aturan: {outside(url, rule)}."
    return outside(url, "Sumber") if url else ""


def _unit(row: pd.Series) -> str:
    listed = (
        anchor(state.link(PAGE, cari=row["entry"]), f"{int(row['figures'])} angka") if row["figures"] else "0 angka"
    )
    return f"Satuan: {escape(row['unit'])}. {listed}."


def download() -> None:
    """Everything in one zip, made when asked for."""
    store = state.view().store
    sample = any(it.sample for it in _named(store).values())
    with _box("download", "Unduh semua data", sample=sample):
        st.markdown(
            "Satu zip: CSV setiap himpunan data, metadata.json (Frictionless Data Package), dan README "
            "dengan cara mengutip."
            + (f" Register contoh bertanda {SAMPLE_MARK} pada nama berkas dan setiap baris." if sample else "")
        )
        st.download_button(
            "Unduh zip",
            # made on click, with Streamlit's own sign of waiting on the button
            lambda: package.zipped(store),
            package.file_name(store),
            "application/zip",
            icon=":material/folder_zip:",
            on_click="ignore",
            key="data-zip",
        )
