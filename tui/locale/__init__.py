"""The catalogues: one module a language, `MESSAGES` from English to it."""
