"""The command `piyue` and the app: what a reviewer sees and presses."""

__version__ = "0.1.0"
