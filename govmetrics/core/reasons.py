"""Why a parser or the system refuses something, told in our words where we know theirs."""

from __future__ import annotations

import errno
import re

from govmetrics.core.words import Text

_SYSTEM = {
    errno.EACCES: "access is not permitted", errno.EPERM: "access is not permitted",
    errno.ENOENT: "the folder does not exist", errno.EISDIR: "it is a folder", errno.EEXIST: "it is there already",
    errno.ENOTDIR: "its path leads through a file", errno.EROFS: "the disk can only be read",
    errno.ENOSPC: "the disk is full", errno.EDQUOT: "the disk is full", errno.EFBIG: "the disk is full",
    errno.ENAMETOOLONG: "its name is too long",
}  # fmt: skip
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""No room: on the disk, in what one may use of it, or for so large a file."""
_OTHER_KIND = "its content is of another kind than its name says"
_PARSERS = {
    # JSON
    "^Expecting value": "a value is missing",
    "^Expecting property name": "a key in double quotes is missing",
    "^Expecting ':'|could not find expected ':'": "a colon is missing",
    "^Expecting ','": "a comma is missing",
    "^Illegal trailing comma": "a comma follows the last entry",
    "^Unterminated string|unexpected end of stream|^EOF inside string": "a quotation mark is not closed",
    "^Invalid control character": "a text holds a line break or another control character",
    r"^Invalid \\|unknown escape character": "a backslash stands before a character that it does not go with",
    "^Extra data|^expected '<document start>'": "something follows the end of the content",
    # YAML
    "mapping values are not allowed": "a colon stands where no key can stand, or the indent is wrong",
    "sequence entries are not allowed": "a dash stands where no list can begin",
    r"found character '?(?P<character>.+?)'? that cannot start": "no word can begin with {character}",
    r"^expected ',' or '\]'": "a comma or the closing bracket of a list is missing",
    r"^expected ',' or '\}'": "a comma or the closing brace of a mapping is missing",
    "^expected <block end>": "an indent does not match, or a word follows a closed quotation mark",
    "^expected chomping": "nothing but a line break can follow | or >",
    "^could not determine a constructor for the tag": "a tag (!name) is not allowed",
    "found another document": "there is more than one document in the file",
    # tables
    r"Expected (?P<wanted>\d+) fields in line (?P<line>\d+), saw (?P<seen>\d+)":
        "line {line} has {seen} cells, the header has {wanted}",
    "^No columns to parse": "the file is empty",
    # packages and what is in them
    "^document type$": "it has a document type or entities, which no office program writes",
    "^rows are out of order$": "its rows are out of order",
    "^no sheets$": "it has no sheet of cells",
    "while decompressing|Bad CRC|not well-formed|no element found|mismatched tag|unclosed token|duplicate attribute"
    "|invalid token|central directory|magic number|in directory and header|unbound prefix|junk after|XML or text declaration"
    "|^EOF|^Truncated|index out of range|undefined entity|(distance|code|block type|stored block|bit length)":
        "it is damaged",
    "not a zip file|no item named|magic bytes not found|^Invalid file": _OTHER_KIND,
    # values that Python cannot make
    "^Exceeds the limit": "a number has thousands of digits",
    "month must be in|day is out of range|day .* must be in|(hour|minute|second) must be in":
        "a date or time does not exist",
}  # fmt: skip
"""What a parser says, and what we say instead, with the values that its words name."""


def reason_of(error: BaseException, said: str = "") -> Text:
    """Return why something failed; a parser's own words are quoted only where we know none for them.

    Parameters
    ----------
    error : exception
        Of a parser or of the system.
    said : str
        The part of its message that counts, by default the first line.

    Examples
    --------
    >>> print(reason_of(ValueError("Expecting ',' delimiter")), "-", reason_of(ValueError("line 3 is odd")))
    a comma is missing - "line 3 is odd"
    """
    if isinstance(error, OSError) and error.errno in _SYSTEM:
        return Text(_SYSTEM[error.errno])
    words = said or (str(error).splitlines() or [type(error).__name__])[0]
    for pattern, sentence in _PARSERS.items():
        if found := re.search(pattern, words):
            return Text(sentence, **found.groupdict())
    return Text('"{words}"', words=words)
