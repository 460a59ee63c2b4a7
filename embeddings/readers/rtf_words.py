"""The words of RTF: which begin a text of its own, which one that no reader sees, and which are signs."""

BODY, BOX, FOOTNOTE, ENDNOTE, HEAD, MARK, STYLE, CODE, SKIPPED = (
    "body",
    "box",
    "footnote",
    "endnote",
    "head",
    "mark",
    "style",
    "code",
    "",
)
# Groups that are text of their own, those of the metadata among them.
FLOWS = {
    **dict.fromkeys(("shptxt", "dptxbxtext"), BOX),
    **dict.fromkeys(("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"), HEAD),
    **dict.fromkeys(("listtext", "pntext"), MARK),
    **{name: name for name in ("title", "author", "subject", "keywords", "creatim")},
    "footnote": FOOTNOTE,
    "fldinst": CODE,
}
# Groups that hold no text that a reader sees.
_NO_TEXT = (
    "colortbl pict objdata objclass objname annotation atnid atnauthor atntime atnref atnicn atndate atnparent"
    " xe tc rxe txe bkmkstart bkmkend listtable listoverridetable rsidtbl generator filetbl revtbl company manager"
    " operator category comment doccomm hlinkbase revtim printim buptim nonshppict sp shprslt formfield datafield"
    " themedata colorschememapping latentstyles datastore xmlnstbl userprops docvar ftnsep ftnsepc ftncn aftnsep"
    " aftnsepc aftncn template passwordhash listname leveltext levelnumbers upr mmathPr mmathPict background pgptbl"
    " wgrffmtfilter nonesttables ffdeftext ffformat ffname ffhelptext ffstattext ffentrymcr ffexitmcr ffl pnseclvl"
)
SKIPPED_WORDS = frozenset(_NO_TEXT.split())
# Of the groups that a program may pass over, those with text.
KEPT = {"shpinst", "do", "ud", "footnote", "moMath", "moMathPara", "shptxt", "dptxbxtext", "listtext", "pntext"}
PROPERTIES = {"s": "style", "outlinelevel": "outline", "intbl": "is_in_table"}
BREAKS = {"par", "sect", "nestcell", "cell", "row", "nestrow"}
SIGNS = {
    **{
        "tab": "\t",
        "line": "\n",
        "lbr": "\n",
        "emdash": "—",
        "endash": "–",
        "bullet": "•",
        "lquote": "‘",
        "rquote": "’",
    },
    **{"ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ", "~": "\u00a0", "_": "-"},
    "\t": "\t",
}
BULLETS = {"•", "·", "o", "-", "–", "*", "▪", "§", "➢", "►", "◦", "Ø", "ü", "■", "●", "◆", "❖", "☐", "❑", "❒", "✓"}
