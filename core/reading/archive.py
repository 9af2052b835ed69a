"""Read the parts of a zip file (DOCX, OFD) without trusting what it says about itself."""

from __future__ import annotations

import zlib
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from core.reading.extract import ReadError

# The largest document.xml of a real law, the Civil Code, has some 4 MB. Only parts that are read
# count: a film in word/media is no danger.
_LARGEST_PART = 48 << 20
_LARGEST_SUM = 96 << 20
# Text boxes in tables in tables do not come near; what walks a tree may recurse.
_DEEPEST = 400
# Every tag repeats the name of its namespace, which makes a long name a bomb.
_LONGEST_NAMESPACE = 1_000
# The parser goes on to the end of its portion when a bound is passed; smaller portions would
# make it read a long value again and again.
_PORTION = 1 << 20


class Archive:
    """The parts of a zip file in memory, read within a budget; nothing is written anywhere."""

    def __init__(self, data: bytes) -> None:
        """Raises ReadError when the table of contents is damaged."""
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise ReadError("the file is damaged or cut short") from error
        self.names = frozenset(self._zip.namelist())
        self._left = _LARGEST_SUM

    def read(self, name: str) -> bytes:
        """The bytes of a part, `b""` when there is none of this name.

        Raises ReadError when the part is damaged, encrypted, or unpacks to more than is sound.
        The size is taken from what comes out, the archive's own word for it proves nothing.
        """
        if name not in self.names:
            return b""
        most = min(_LARGEST_PART, self._left)
        entry = self._zip.getinfo(name)
        if entry.file_size > most:
            raise ReadError("the file unpacks to more than a document can hold")
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise ReadError("the file is encrypted or packed in an unknown way")
        try:
            with self._zip.open(entry) as part:
                data = part.read(most + 1)
        except (BadZipFile, zlib.error, ValueError, OSError, EOFError) as error:
            raise ReadError("the file is damaged or cut short") from error
        except (RuntimeError, NotImplementedError) as error:  # a password, an unknown packing
            raise ReadError("the file is encrypted or packed in an unknown way") from error
        if len(data) > most:
            raise ReadError("the file unpacks to more than a document can hold")
        self._left -= len(data)
        return data

    def xml(self, name: str) -> ElementTree.Element | None:
        """The root element of a part, None when there is no such part.

        Raises ReadError when the XML is damaged, holds more than is sound, or declares a DTD: no
        document needs one, and entities are how a small file becomes a large one or reads others
        (XXE).
        """
        tree = _Tree()
        return tree.root if self.parse(name, tree) else None

    def parse(self, name: str, events: Events) -> bool:
        """Tell `events` the tags of a part in reading order; False when there is no such part.

        Raises ReadError as `xml` does.
        """
        data = memoryview(self.read(name))
        if not data:
            return False
        parser = ElementTree.XMLParser(target=_Bounded(events))
        try:
            for start in range(0, len(data), _PORTION):
                parser.feed(data[start : start + _PORTION])
            parser.close()
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise ReadError(f"damaged XML: {name}") from error
        except MemoryError as error:
            raise ReadError("reading it takes too much memory") from error
        return True


class Events:
    """What listens to a part, tag by tag: for parts too large to be held as a tree.

    Tags and attributes come with their namespace in braces. `most` is the number of elements
    after which the part is refused: reading so many takes seconds, and no document has them.
    """

    most = 1_000_000

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """A start tag."""

    def closed(self, tag: str) -> None:
        """The end of the element that was opened last."""

    def characters(self, text: str) -> None:
        """Text between two tags, in one piece or several."""


class _Bounded:
    """Passes on what the parser tells, under the names that the parser uses, within bounds."""

    def __init__(self, events: Events) -> None:
        self._left = events.most
        self._depth = 0
        self._opened = events.opened
        self._closed = events.closed
        self.data = events.characters

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._left -= 1
        self._depth += 1
        if self._left < 0 or self._depth > _DEEPEST:
            raise ReadError("the file unpacks to more than a document can hold")
        self._opened(tag, attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._closed(tag)

    def start_ns(self, _: str, uri: str) -> None:
        if len(uri) > _LONGEST_NAMESPACE:
            raise ReadError("the file unpacks to more than a document can hold")

    def doctype(self, *_: str | None) -> None:
        raise ReadError("the file declares XML entities, which no document needs")

    def close(self) -> None:
        pass


class _Tree(Events):
    # An element takes some 400 bytes.
    most = 400_000

    def __init__(self) -> None:
        self._builder = ElementTree.TreeBuilder()

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        self._builder.start(tag, attributes)

    def closed(self, tag: str) -> None:
        self._builder.end(tag)

    def characters(self, text: str) -> None:
        self._builder.data(text)

    @property
    def root(self) -> ElementTree.Element:
        return self._builder.close()
