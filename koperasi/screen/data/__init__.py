"""The page "Data dan sumber": what data there is, every published figure, contradictions, words, and the download."""

from koperasi.screen.data.catalogue import catalogue, download
from koperasi.screen.data.figure import picked
from koperasi.screen.data.figures import contradictions, figures
from koperasi.screen.data.glossary import glossary
from koperasi.screen.data.kept import GLOSSARY, KEEPS, SOUGHT

__all__ = ["GLOSSARY", "KEEPS", "SOUGHT", "catalogue", "contradictions", "download", "figures", "glossary", "picked"]
