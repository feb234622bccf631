"""The dashboard: `streamlit run dashboard.py` serves it, then runs this file again for each change of a viewer."""

import streamlit as st
from streamlit import runtime

from koperasi.screen import briefing, faults, frame, server

if not runtime.exists():
    # imported once by Streamlit, which looks for an `app` in this file
    app = st.App(__file__, middleware=server.middleware(), lifespan=server.lifespan, on_script_error=faults.uncaught)
else:
    st.set_page_config(layout="wide")
    page = frame.navigate()
    with frame.around(page) as slide:
        # not as one expression: Streamlit writes the value of a bare one on the page
        if slide:
            briefing.slide(slide)
        else:
            page.run()
