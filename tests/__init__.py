"""Tests of the dashboard; `make sweep` tries whole products of choices, `make test` a part of them in turn."""

import os

SWEEP = os.environ.get("KOPERASI_SWEEP") == "1"
