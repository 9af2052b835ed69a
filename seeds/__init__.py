"""The report that ships with Piyue."""
