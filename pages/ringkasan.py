"""Ringkasan."""

from koperasi.screen import briefing, show

briefing.start()

# published figures
show("summary/headlines")
show("summary/changes")
show("summary/attention")
show("summary/targets")

# the registers
show("summary/attention_register")
