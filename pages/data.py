"""Data dan sumber."""

from koperasi.screen import sources

# what a link from a number asked for: ?figure=, ?himpunan=
sources.picked()

sources.catalogue()
sources.figures()
sources.contradictions()
sources.glossary()
sources.download()
