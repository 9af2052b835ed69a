"""Saved web pages: the body of a page without what the site puts around it."""
