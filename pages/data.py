"""Data dan sumber."""

from koperasi.screen import sources

# what a link from a number asked for: ?figure=, ?himpunan=, ?sumber=
sources.picked()

# the numbers
sources.figures()
sources.contradictions()

# what they come from and what they mean
sources.catalogue()
sources.glossary()
sources.download()
