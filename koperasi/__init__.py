"""The dashboard of a cooperatives agency: what the screens, the pictures and the command line share."""

__version__ = "0.3.0"
