"""Keep every mark of a reviewer: on the disk before it shows as saved, readable whatever happens.

`library` finds a reviewer's file, `history` takes changes back, `table` and `storage` are TinyDB
over `log`, the one module that knows about disks. Records are plain JSON objects.
"""
