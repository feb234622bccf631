"""Scripts and styles of ours in the viewer's browser (browser/): from this server, each fetched once a visit."""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

_FOLDER = Path(__file__).with_name("browser")
_FILES, _PLOTLY = "koperasi.files", "koperasi.plotly"  # what the server hands out under these names
# in each address, so that what a browser has stored is never an old one
_VERSION = sha256(b"".join(path.read_bytes() for path in sorted(_FOLDER.iterdir()))).hexdigest()[:8]


_AT = "_stcore/bidi-components"


def address(name: str) -> str:
    """Of browser/<name>, from the address of any page."""
    return f"./{_AT}/{_FILES}/{name}?{_VERSION}"


def plotly() -> str:
    """Of Plotly's script."""
    return f"./{_AT}/{_PLOTLY}/plotly.min.js?{version('plotly')}"


def scripts() -> list[str]:
    """The names of all scripts in browser/."""
    return sorted(path.name for path in _FOLDER.glob("*.js"))


def script(name: str, missing: str = "", undrawn: str = "") -> str:
    """The code of a component that is browser/<name>: inline code travels with every change, so it only fetches.

    missing: what stands in its place where it cannot be fetched. undrawn: in a chart's place where Plotly cannot.
    """
    return f"""
const script = document.querySelector('script[src*="/static/js/"]').src;
const files = script.split("/static/js/")[0] + "/{_AT}/";
const library = files + "{_PLOTLY}/plotly.min.js?{version("plotly")}";
const missing = {json.dumps(missing)};
const real = import(files + "{_FILES}/{name}?{_VERSION}").catch(() => (
  {{ default: ({{ parentElement }}) => {{ parentElement.textContent = missing; }} }}
));
const undrawn = {json.dumps(undrawn)};
export default async (component) => (await real).default({{ ...component, library, undrawn }});
"""


def serve() -> None:
    """Have the server of this run hand out browser/, and Plotly's script from its package."""
    manager: Any = get_bidi_component_manager()
    if manager.get_component_path(_PLOTLY):
        return
    found = find_spec("plotly")  # without importing it: a second that no page needs
    assert found is not None
    assert found.origin is not None
    for name, folder in ((_PLOTLY, Path(found.origin).parent / "package_data"), (_FILES, _FOLDER)):
        owner, _, part = name.partition(".")
        manifest = ComponentManifest(owner, version("streamlit"), [ComponentConfig(part, folder.name)])
        manager.register_from_manifest(manifest, folder.parent)
