"""The screens: each composes its panes and turns messages into operations."""
