"""Read the parts of a zip file (DOCX, OFD) without trusting what it says about itself."""

from __future__ import annotations

import zlib
from io import BytesIO
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from core.reading.extract import ReadError

# The largest document.xml of a real law, the Civil Code, has some 4 MB. Only parts that are read
# count: a film in word/media is no danger.
_LARGEST_PART = 48 << 20
_LARGEST_SUM = 96 << 20


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
        if self._zip.getinfo(name).file_size > most:
            raise ReadError("the file unpacks to more than a document can hold")
        try:
            with self._zip.open(name) as part:
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

        Raises ReadError when the XML is damaged or declares a DTD: no document needs one, and
        entities are how a small file becomes a large one or reads others (XXE).
        """
        data = self.read(name)
        if not data:
            return None
        parser = ElementTree.XMLParser(target=_WithoutDTD())
        try:
            parser.feed(data)
            root: ElementTree.Element = parser.close()
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise ReadError(f"damaged XML: {name}") from error
        return root


class _WithoutDTD(ElementTree.TreeBuilder):
    def doctype(self, *_: str | None) -> None:
        raise ReadError("the file declares XML entities, which no document needs")
