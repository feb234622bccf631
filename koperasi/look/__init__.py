"""Plotly template, palette, Indonesian formats, figure shapes: pure functions that know nobody."""
