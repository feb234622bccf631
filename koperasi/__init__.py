"""Dasbor Koperasi Kalsel: what the screens, the pictures and the command line share."""

__version__ = "0.2.0"
AGENCY = "Dinas Koperasi dan UKM Provinsi Kalimantan Selatan"
