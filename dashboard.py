"""The frame around the pages. Start with `streamlit run dashboard.py`."""

import streamlit as st

from koperasi.screen import briefing, frame

st.set_page_config(layout="wide")
page = frame.navigate()
with frame.around(page) as slide:
    # not as one expression: Streamlit writes the value of a bare one on the page
    if slide:
        briefing.slide(slide)
    else:
        page.run()
