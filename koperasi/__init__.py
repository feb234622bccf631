"""Dasbor Koperasi Kalsel: what the screens, the pictures and the command line share."""

__version__ = "0.1.0"
AGENCY = "Dinas Koperasi dan UKM Provinsi Kalimantan Selatan"
