"""A small real RTF file as WPS Office writes Chinese: byte pairs of code page 936, tables by \\cell and \\row."""

from collections.abc import Sequence

from tests.replica.county import Block, Paragraph, Table

_HEAD = (
    rb"{\rtf1\ansi\ansicpg936\deff0\uc2{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\froman\fcharset0 Times;}}"
    rb"{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}}{\info{\title x}}"
    rb"{\footer \pard\qc \'a1\'aa 1 \'a1\'aa\par}"
)


def make_rtf(blocks: Sequence[Block]) -> bytes:
    """The bytes of an RTF file of the blocks. Characters outside GBK are written as numbers."""
    out = [_HEAD]
    for block in blocks:
        if isinstance(block, Paragraph):
            out.append(rb"\pard\fi640 " + _escaped(block.text) + b"\\par\n")
        else:
            out.append(_rows(block))
    return b"".join([*out, b"}"])


def _rows(table: Table) -> bytes:
    below: dict[int, int] = {}
    out = []
    for cells in table.rows:
        bounds, texts, column = b"", b"", 0
        todo = list(cells)
        width = sum(cell.colspan for cell in cells) + sum(1 for left in below.values() if left > 0)
        while column < width or todo:
            if below.get(column, 0) > 0:
                below[column] -= 1
                bounds += rb"\clvmrg\cellx%d" % (900 * (column + 1))
                texts += rb"\cell "
                column += 1
                continue
            if not todo:
                break
            cell = todo.pop(0)
            if cell.rowspan > 1:
                # A cell that spans rows spans one column of the forms; the others follow it.
                below.update(dict.fromkeys(range(column, column + cell.colspan), cell.rowspan - 1))
                bounds += rb"\clvmgf"
            column += cell.colspan
            bounds += rb"\cellx%d" % (900 * column)
            texts += _escaped(cell.text) + rb"\cell "
        out.append(rb"\trowd" + bounds + b"\n" + rb"\pard\intbl " + texts + b"\\row\n")
    return b"".join(out)


def _escaped(text: str) -> bytes:
    out = b""
    for character in text:
        if character in "\\{}":
            out += b"\\" + character.encode()
        elif character.isascii():
            out += character.encode()
        else:
            try:
                out += b"".join(b"\\'%02x" % byte for byte in character.encode("gbk"))
            except UnicodeEncodeError:
                for unit in memoryview(character.encode("utf-16-le")).cast("H"):
                    out += b"\\u%d\\'3f\\'3f" % (unit - 65536 if unit > 32767 else unit)
    return out
