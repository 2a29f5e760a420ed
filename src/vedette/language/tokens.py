"""Text to words, split as the English treebanks of Universal Dependencies 2.16 split them.

Clitics (`do n't`, `Kosovo 's`) and hyphenated compounds (`NATO - led`) come apart; prefixed words (`re-elected`,
`pro-Russian`), numbers, dates, times, abbreviations, initials, addresses and emoticons stay whole. Rules were drawn
from the training parts of EWT and GUM.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Word(NamedTuple):
    """One syntactic word: its characters are `text[start:end]`; `clitic` ties it to the word before it.

    Words tied together are one multiword token in CoNLL-U (`don't` = `do` + `n't`).
    """

    text: str
    start: int
    end: int
    clitic: bool = False


_ABBREVIATIONS = """
    Mr Mrs Ms Mx Messrs Dr Drs Prof Rev Fr Sr Jr St Ste Mt Ft Hon Gov Sen Sens Rep Reps Pres Amb Gen Maj Col Capt Cmdr Cdr
    Lt Sgt Cpl Pvt Pfc Adm Brig Det Insp Supt Cst Cllr Atty Sec Sup Msgr Mgr Eng Ing Mons Vs vs viz etc al cf approx
    est ca c ed eds vol vols pp p fig figs sect ch dept depts div univ assn bros inc corp co ltd llc plc intl natl govt
    Inc Corp Co Cos Ltd Bros Assn Dept Univ Intl Natl Govt Bn Regt Coy Sqn Bde Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct
    Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md
    Mass Mich Minn Miss Mont Neb Nev Okla Ore Pa Penn Tenn Tex Va Vt Wash Wis Wyo Ont Que Sask Alta Ave Blvd Rd Hwy Sq Ph
    tel Tel ext Ext attn Attn no No nos Nos art Art para Para arr dep sq oz lb lbs hr hrs min mins yr yrs max
    Alt alt incl excl resp tbsp tsp Esq
    MR MRS DR GEN COL LT MAJ CAPT SGT BRIG PVT INC CORP LTD CO ST JR SR Cal Sts Govt ect
""".split()
# These are words of their own as often: only before a number.
_BEFORE_NUMBER = {"no", "No", "nos", "Nos", "art", "Art", "para", "Para", "p", "pp", "c", "fig", "figs", "Mar", "Sat", "Sun", "ext",
                  "Ext", "sect", "ch", "vol", "ed", "dep", "ca"}  # fmt: skip
# And these before a capital or a number.
_BEFORE_NAME = {"Ill", "Ind", "Miss", "Mass", "Wash", "Ore", "Pa", "La", "Ark", "Del", "Sup", "Sec", "Eng", "Alt", "Kan", "Mon",
                "Wed", "Fri", "est", "min", "mins", "max", "alt", "tel", "Ave", "Sq", "Hon", "Det", "Art", "co", "al", "Jun", "Jul"}  # fmt: skip
_PREFIXES = """
    non e re anti co pre mid pro cross post over ex semi sub multi counter mini psycho socio inter intra micro macro
    un arch ultra bi tri uni pan trans extra hyper infra mega super pseudo quasi meta mis dis electro geo bio
""".split()
_UNITS = "mm cm km m kg g mg ml l ft lb lbs oz in k K M bn b m mn mph kph kmh MW kW kWh GW Hz kHz MHz GHz KB MB GB TB am pm AM PM a.m p.m x hrs min".split()
_SUFFIXES = "doc docx xls xlsx pdf ppt pptx txt jpg jpeg gif png zip exe htm html csv xml mp3 mp4 avi url"

_L = r"[^\W\d_]"
_PART = rf"{_L}(?:{_L}|[\u0300-\u036f\u00ad])*"
_DOMAIN = r"(?:com|org|net|edu|gov|mil|int|info|biz|eu|uk|de|fr|ru|rs|cn|in|jp|ca|au|us|io|tv|ac|me|ua|tr|za|ke|il|ir|pk|ng|co|xk|ba|hr|al|mk|gr|br|mx)"

_TOKEN = re.compile(
    rf"""
    (?P<address>
        (?:https?|ftp|file|ymsgr)://[^\s<>"]*[^\s<>"'.,;:!?)\]}}]
      | (?:mailto|news):[^\s<>"]*[^\s<>"'.,;:!?)\]}}]
      | www\.[^\s<>"]*[^\s<>"'.,;:!?)\]}}]
      | [\w.+%-]{{1,64}}@[\w-]{{1,64}}(?:\.{{1,3}}[\w-]{{1,64}}){{0,8}}
      | (?:[A-Za-z0-9-]{{1,63}}\.){{1,8}}{_DOMAIN}(?![\w-])(?:/[^\s<>"]*[^\s<>"'.,;:!?)\]}}])?
      | [\w~\#-]{{0,64}}(?:\.[\w~\#-]{{1,64}}){{0,4}}\.(?:{"|".join(_SUFFIXES.split())})(?!\w)
      | (?:alt|comp|misc|rec|sci|soc|talk)(?:\.[a-z][\w-]{{0,32}}){{1,8}}(?!\w)
      | [@\#]{_L}\w*
    )
  | (?P<face> (?<!\S) (?: [:;=8xX][-o*']?[)(\[\]DPp/\\|3]+ | <3+ | \^_+\^ | -_+- | [oO]_+[oO] ) (?!\S) )
  | (?P<marks> \.{{2,}} | …+ | -{{2,}} | [!?]+ | \*+ | ={{2,}} | _+ | ~+ | \#{{2,}} | <{{2,}} | >{{2,}} | `` | '' | [|]{{2,}} | \+{{2,}} )
  | (?P<number>
        \d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}(?!\w)
      | \+?\d(?:[\d]*)(?:[-.]\d{{3}}){{1,2}}[-.]\d{{4}}(?!\w)
      | \d{{3}}[-/]\d{{3}}-\d{{4}}(?!\w) | \d{{3}}-\d{{4}}(?!\w)
      | (?:(?<=\s)|^)[+]\d[\d-]*
      | \d+(?:[.,:/]\d+)*(?:st|nd|rd|th)\b
      | \d{{2,4}}['’]?s\b
      | (?<![\w'’])['’]\d\ds?(?!\w)
      | \d+(?:[.,:/]\d+)*(?=(?:{"|".join(_UNITS)})(?![\w]))
      | \d+(?:[.,:/]\d+)*(?!\w)
      | (?<!\w)\.\d+
    )
  | (?P<dotted> (?:{_L}\.){{2,}}{_L}?(?!\w) | (?:Ph|Ed|Sc|Lit|LL)\.[A-Z]\.? | [ap]\.m(?!\w) | a\.k\.a\.? )
  | (?P<short> (?:{"|".join(sorted(_ABBREVIATIONS, key=len, reverse=True))})\.(?![\w.]) )
  | (?P<initial> (?<![\w.'’])[A-Z]\.(?=[ \u00a0]?[A-Z]) )
  | (?P<money> (?:US|U|A|C|NZ|HK|S)\$ )
  | (?P<slashed> (?<![\w/])(?:w/o|w/out|w/|b/c)(?!\w) | (?<![\w/])[A-Za-z]/[A-Za-z](?![\w/]) )
  | (?P<prefixed> (?<![\w-])(?i:{"|".join(_PREFIXES)})-\w+ )
  | (?P<word>
        [A-Z]+&[A-Z]+(?!\w)
      | (?<!\w)['’](?i:em|til|till|cause|bout|round|tis|twas|n)(?!\w)
      | {_PART}(?:['’`]{_PART})*(?:\d\w*)?
      | \d+\w*
    )
  | (?P<other> [\U0001f1e6-\U0001f1ff]{{2}} | [\u2600-\u27bf\U0001f000-\U0001faff][\ufe0f\u200d\U0001f3fb-\U0001f3ff\u2600-\u27bf\U0001f000-\U0001faff]* | \S )
    """,
    re.VERBOSE,
)
_CLITIC = re.compile(r"(?i)(?P<stem>.*\w)(?P<tail>n['’`]t|['’`](?:s|re|ve|ll|m|d))$")
_WHOLE = re.compile(r"(?i)(?:o['’]clock|ma['’]am|y['’]all|ya['’]ll)$")
MAX_CLITICS = 3
"""Clitics that one written word can end in ("she'd've")."""
# Contractions without an apostrophe, as the treebanks cut them (lengths of the parts).
_FUSED = {
    "cannot": (3, 3), "gonna": (3, 2), "wanna": (3, 2), "gotta": (3, 2), "outta": (3, 2), "sorta": (4, 1), "alot": (1, 3), "lemme": (3, 2),
    "gimme": (3, 2), "dunno": (2, 1, 2), "dont": (2, 2), "doesnt": (4, 2), "didnt": (3, 2), "isnt": (2, 2), "wasnt": (3, 2),
    "arent": (3, 2), "wouldnt": (5, 2), "couldnt": (5, 2), "shouldnt": (6, 2), "hasnt": (3, 2), "havent": (4, 2), "hadnt": (3, 2),
    "werent": (4, 2), "cant": (2, 2), "wont": (2, 2), "aint": (2, 2), "im": (1, 1), "ive": (1, 2), "youre": (3, 2), "theyre": (4, 2),
    "youve": (3, 2), "theyve": (4, 2), "weve": (2, 2), "youll": (3, 2), "theyll": (4, 2), "itll": (2, 2), "thats": (4, 1), "whats": (4, 1),
    "heres": (4, 1), "theres": (5, 1), "lets": (3, 1), "shes": (3, 1), "hes": (2, 1), "wheres": (5, 1), "whos": (3, 1),
}  # fmt: skip
_CAPITALS_WHOLE = {"IM", "Im"}  # instant messages, and the rare start of a sentence


def tokenize(text: str) -> list[Word]:
    """Words of a text in order; every character that is not white space lies in exactly one word."""
    out: list[Word] = []
    for m in _TOKEN.finditer(text):
        kind, start, end = m.lastgroup, m.start(), m.end()
        if kind == "word" or kind == "prefixed":
            _word(text, start, end, out)
        elif kind == "short" and not _closes(text, start, end):
            out.append(Word(text[start : end - 1], start, end - 1))
            out.append(Word(".", end - 1, end))
        elif kind == "other" and text[start] in "'’" and _possessive(text, start, out):
            out.append(Word(text[start], start, end, True))
        else:
            out.append(Word(text[start:end], start, end))
    return out


def _closes(text: str, start: int, end: int) -> bool:
    """Whether the stop after an abbreviation belongs to it."""
    word = text[start : end - 1]
    if start and (text[start - 1].isalnum() or text[start - 1] in "'’_"):
        return False
    after = text[end : end + 12].lstrip(" \u00a0\n\t#")
    if word in _BEFORE_NUMBER:
        return after[:1].isdigit()
    if word in _BEFORE_NAME:
        return after[:1].isdigit() or after[:1].isupper() or after[:1] in ",;:)"
    return True


def _possessive(text: str, at: int, out: list[Word]) -> bool:
    """Whether an apostrophe after a final s is a genitive and no closing quotation mark."""
    if not out or out[-1].end != at or text[at - 1 : at] not in ("s", "S", "z", "x") or len(out[-1].text) < 3:
        return False
    if at + 1 < len(text) and not text[at + 1].isspace():
        return False
    opening = "‘" if text[at] == "’" else "'"
    for w in reversed(out[-40:]):
        if w.text == opening and not w.clitic:
            return False
        if w.text in (".", "!", "?"):
            break
    return True


def _word(text: str, start: int, end: int, out: list[Word]) -> None:
    """One run of letters: clitics come off, the rest is one word."""
    word = text[start:end]
    parts = _FUSED.get(word.lower()) if end - start < 9 else None
    if parts and word not in _CAPITALS_WHOLE and not (start and text[start - 1] in "-_@/."):
        at = start
        for k, n in enumerate(parts):
            out.append(Word(text[at : at + n], at, at + n, k > 0))
            at += n
        return
    tails: list[Word] = []
    while len(tails) < MAX_CLITICS and ("'" in word or "’" in word or "`" in word):
        m = None if _WHOLE.match(word) else _CLITIC.match(word)
        if m is None or (m["stem"].isdigit() and m["tail"][:1] not in "nN"):
            break
        cut = start + m.start("tail")
        tails.append(Word(text[cut:end], cut, end, True))
        word, end = text[start:cut], cut
    out.append(Word(word, start, end))
    out += reversed(tails)
