"""Formats that fix where each line stands on the page: PDF and OFD."""
