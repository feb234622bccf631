"""A broken question on the screen: its card says which file, the page goes on."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from koperasi.screen.faults import explained
    from koperasi.store import BrokenQuery

    with explained("Kartu “Jenis”"):
        raise BrokenQuery("growth/by_type", 'Binder Error: column "men" not found')
    st.header("Kartu berikutnya")


def test_a_broken_question_is_named_on_its_card() -> None:
    app = AppTest.from_function(page, default_timeout=30).run()
    assert not app.exception
    assert len(app.error) == 1
    assert "men" in app.error[0].value
    assert "python -m koperasi check" in app.error[0].value
    assert "queries/growth/by_type.sql" in str(app.error[0].proto)
    assert app.header[0].value == "Kartu berikutnya"
