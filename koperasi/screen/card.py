"""A card on the screen: finding, then Grafik, Tabel, Unduh, Tentang angka ini."""

from __future__ import annotations

from functools import partial

import streamlit as st

from koperasi.cards import SAMPLE_MARK, Rendered, figure_json, find, render
from koperasi.look import columns, formats, locale
from koperasi.look.charts import Table
from koperasi.look.surface import SURFACES
from koperasi.press import files, pictures
from koperasi.screen import figure_links, frame, html, plot, state
from koperasi.screen.faults import explained, unavailable
from koperasi.screen.summary import BODIES
from koperasi.screen.words import head, link, sentence
from koperasi.store import Answer, Filters, Store, TableUnavailable

HINTED = "_hinted"  # the chart that says what a click does; each run of a page chooses it anew
_UNFOLDED = 20  # links in "Tentang angka ini"; more are folded away
_TABS = ("Grafik", "Tabel", "Unduh", "Tentang angka ini")


def show(*card_ids: str) -> None:
    """Cards side by side, one below the other on a narrow screen."""
    frame.ensure()
    _row(card_ids)


@st.fragment
def _row(card_ids: tuple[str, ...]) -> None:
    # a fragment: switching a tab redraws this row only. One a row and not a card, because Streamlit copies all that
    # stands around a fragment for each: 9 of 60 ms of a page
    with state.same_store():
        if len(card_ids) == 1:
            _card(card_ids[0])
            return
        for place, card_id in zip(st.columns(len(card_ids)), card_ids, strict=True):
            with place:
                _card(card_id)


def choose(*names: str) -> None:
    """The widgets for what cards on this page let the viewer pick, side by side where there is room."""
    with st.container(horizontal=True):
        for name in names:
            choice = state.choices()[name]
            st.selectbox(choice.label, list(choice.values), format_func=choice.values.__getitem__, key=name, width=420)


def _card(card_id: str) -> None:
    with (
        st.container(border=True, height="stretch", key=f"card-{card_id.replace('/', '-')}"),
        explained(f"Kartu “{find(card_id).title}”"),
    ):
        _fill(card_id)


def _fill(card_id: str) -> None:
    view = state.view()
    try:
        rendered = render(view.store, card_id, view.filters)
    except TableUnavailable as fault:
        st.markdown(head(find(card_id).title), anchors=False)
        unavailable(fault)
        return
    notes = [f":small[:material/filter_alt_off: {sentence(note)}]" for note in rendered.notes]
    notes += [f":small[:material/rule: {sentence(caution)}]" for caution in rendered.cautions]
    above = head(rendered.title, sentence(rendered.finding), *notes, sample=rendered.answer.sample)
    st.markdown(above, anchors=False)
    if rendered.empty:
        st.button("Hapus penyaring", key=f"{card_id}-clear", on_click=_clear_all, icon=":material/filter_alt_off:")
        return
    # what has a body of its own has none where the rows are of another question
    drawn = _TABS[0], _chart, _chart
    first, body, _ = drawn if rendered.is_zero else BODIES.get(card_id, drawn)
    tabs = st.tabs((first, *_TABS[1:]), key=f"{card_id}-tabs", on_change="rerun")
    for tab, fill in zip(tabs, (body, _table, _downloads, _about), strict=True):
        if tab.open:
            with tab:
                fill(rendered)
    st.caption(sentence(rendered.source_line))


def _clear_all() -> None:
    state.clear()
    st.rerun()


def _chart(rendered: Rendered) -> None:
    view = state.view()
    if isinstance(rendered.spec, Table):
        html.show("table", heads=rendered.spec.heads, body=rendered.spec.body, prose=rendered.spec.prose)
        return
    surface = SURFACES[plot.surface()]
    text = figure_json(view.store, rendered, surface, view.mode)
    if not text:
        return
    key, names = f"{rendered.card.id}-chart", state.regency_names(view.store)
    plot.show(text, key=key, alt=rendered.alt, on_pick=_picked, names=names, drawn_for=surface.name)
    # said once a page, under the first chart that it is true of
    if plot.clickable(text) and st.session_state.setdefault(HINTED, key) == key:
        with st.container(key="screen-only-hint"):
            st.caption("Klik satu wilayah untuk menyaring semua kartu; klik lagi untuk kembali.")


def _picked(code: str) -> None:
    """Callback: a mark was clicked or chosen by keyboard; its customdata is the regency's code."""
    if code in state.regency_names(state.view().store):
        state.toggle_regency(code)
        st.rerun()


def _table(rendered: Rendered) -> None:
    data_table(rendered, "Tabel: " + rendered.title)


def data_table(rendered: Rendered, alt: str) -> None:
    """The rows, written the Indonesian way but sorted by value."""
    st.dataframe(
        columns.styled(rendered.answer.rows),
        hide_index=True,
        alt=alt,
        column_config={
            columns.COLUMNS[name].label: st.column_config.Column(alignment="right")
            for name in rendered.answer.rows.columns
            if columns.COLUMNS[name].numeric
        },
    )


def _pictures(store: Store, card_id: str, filters: Filters) -> tuple[bytes, bytes]:
    rendered = render(store, card_id, filters)
    return pictures.picture(rendered, "png"), pictures.picture(rendered, "svg")


def _downloads(rendered: Rendered) -> None:
    view, name = state.view(), rendered.card.id.replace("/", "-")
    csv = partial(
        st.download_button, "CSV dengan sumber", icon=":material/table:", on_click="ignore", key=f"{name}-csv"
    )
    if pictures.browser_path() is None:
        _by_viewer(rendered, name)
        csv(files.csv_bytes(rendered), f"{name}.csv", "text/csv")
        return
    try:
        with st.spinner("Membuat gambar…"):
            png, svg = view.store.derive(_pictures, rendered.card.id, rendered.filters)
    except pictures.PictureError as fault:
        st.error(str(fault), title="Gambar tidak jadi", icon=":material/image_not_supported:")
        csv(files.csv_bytes(rendered), f"{name}.csv", "text/csv")
        return
    st.image(png, caption=f"Pratinjau {name}.png, 1600 x 900", alt=rendered.alt)
    with st.container(horizontal=True):
        st.download_button(
            "PNG 1600 x 900",
            png,
            f"{name}.png",
            "image/png",
            icon=":material/image:",
            on_click="ignore",
            key=f"{name}-png",
        )
        st.download_button(
            "SVG",
            svg,
            f"{name}.svg",
            "image/svg+xml",
            icon=":material/draw:",
            on_click="ignore",
            key=f"{name}-svg",
        )
        csv(files.csv_bytes(rendered), f"{name}.csv", "text/csv")
    st.markdown("**Keterangan gambar**")
    st.code(rendered.caption, language=None, wrap_lines=True)
    st.markdown("**Teks alternatif**")
    st.code(rendered.alt, language=None, wrap_lines=True)


def _by_viewer(rendered: Rendered, name: str) -> None:
    """No Chromium here: the viewer's own browser makes the picture from the same composition."""
    st.info(
        "Komputer ini tidak memiliki Chromium; gambar dibuat oleh peramban Anda lewat tombol kamera.",
        icon=":material/photo_camera:",
    )
    form = st.segmented_control("Bentuk gambar", ["png", "svg"], default="png", key=f"{name}-form") or "png"
    size = {
        "width": pictures.WIDTH,
        "height": pictures.HEIGHT,
        "scale": pictures.SCALE if form == "png" else 1,
    }
    buttons = {"displayModeBar": True, "modeBarButtons": [["toImage"]]}
    st.plotly_chart(
        pictures.compose(rendered),
        theme=None,
        width="content",
        key=f"{name}-{form}",
        alt=rendered.alt,
        config=locale.CONFIG | buttons | {"toImageButtonOptions": {"format": form, "filename": name, **size}},
    )


def _about(rendered: Rendered) -> None:
    answer = rendered.answer
    st.markdown(rendered.about)
    st.markdown(f"**Satuan:** {answer.query.unit}. **Keadaan:** {rendered.as_of or 'tidak berlaku'}.")
    if answer.sample:
        st.markdown(
            f"**{SAMPLE_MARK}.** Angka ini dibuat oleh komputer untuk mencoba dasbor; bukan keadaan sebenarnya."
        )
    rows = answer.rows
    if "quality_label" in rows:
        counts = rows["quality_label"].value_counts()
        st.markdown(
            "**Mutu angka:** "
            + formats.listed(f"{sentence(str(label))} {count}" for label, count in counts.items())
            + "."
        )
    if "note" in rows:
        noted = rows[rows["note"].notna()]
        where = [name for name in ("region_name", "regency_short") if name in noted][:1]
        for _, row in noted.iterrows():
            place = " ".join(str(row[name]) for name in where)
            st.markdown("- " + sentence(f"{place} {formats.as_of(row['as_of'])}: {row['note']}"))
    st.markdown("**Sumber**")
    for source in answer.sources:
        known = source.published_on or source.id.startswith("register:")
        date = f", {formats.as_of(source.published_on)}" if known else ""
        kind = " (aturan, bukan asal angka)" if source.is_rule else ""
        st.markdown(f"- {link(source.title, source.url)} – {sentence(source.publisher)}{date}{kind}")
    _rows_of_their_own(answer)
    st.caption(f"Kartu {rendered.card.id} · pertanyaan {answer.query.name} · data {state.view().store.version}")


def _rows_of_their_own(answer: Answer) -> None:
    """Links from this card's numbers, sources and registers to their rows on the page "Data dan sumber"."""
    published = [source for source in answer.sources if not source.id.startswith("register:")]
    parts = [
        (words, state.link(figure_links.PAGE, figure=key))
        for key, words in figure_links.figures(state.view().store, answer)
    ]
    parts += [(f"Semua angka dari: {it.title}", state.link(figure_links.PAGE, sumber=it.id)) for it in published]
    parts += [
        (f"Himpunan data: {it.title}", state.link(figure_links.PAGE, himpunan=it.table)) for it in answer.registers
    ]
    st.markdown("**Di halaman Data dan sumber**")
    html.show("links", links=parts, away=len(parts) > _UNFOLDED)
