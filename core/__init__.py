"""What a policy document says: structure, measures, figures and the review of them.

Pure: text in, values out. Nothing here knows of a terminal, a database, the clock or the disk.
"""
