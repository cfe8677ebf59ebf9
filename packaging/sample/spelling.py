"""Invented names in four scripts, so that a place can carry two names of equal weight and no name is anybody's town.

A name is noted by sound, one sign a sound (`@` the open e, `y` the dark i, capitals for what Latin letters lack), and
spelled in English, Azerbaijani, Armenian and Russian letters from that. Each side uses every script: which script a
name is in says nothing about whose it is.
"""

import numpy as np

from geodata.model.names import Name, nfc

LANGUAGES = ("en", "az", "hy", "ru")

_LETTERS = dict(
    line.split(maxsplit=1)
    for line in """a a,a,ա,а
b b,b,բ,б
d d,d,դ,д
e e,e,ե,е
@ e,ə,ե,е
f f,f,ֆ,ф
g g,g,գ,г
G gh,ğ,ղ,г
h h,h,հ,х
i i,i,ի,и
y y,ı,ը,ы
j y,y,յ,й
k k,k,կ,к
K kh,x,խ,х
l l,l,լ,л
m m,m,մ,м
n n,n,ն,н
o o,o,ո,о
O o,ö,օ,ё
p p,p,պ,п
r r,r,ր,р
s s,s,ս,с
S sh,ş,շ,ш
C ch,ç,չ,ч
t t,t,թ,т
u u,u,ու,у
U u,ü,ու,ю
v v,v,վ,в
z z,z,զ,з
Z zh,j,ժ,ж""".splitlines()
)

SOUNDS = """v@lmora t@smyr ord@n halvin k@ldun mirov sorval pinmar drovin lot@n aSgrym bOrkUn ilsavar g@zmin turvol
naGryS p@lkor savyrn k@mzil rudhan iSkon volm@r CaldyG SumrOn @rvin zaSmar KolbyG m@ndav irSun obr@k tilavn g@Sot
dOrmin varZun puldyr asm@S k@rov@l yvran lyrm@n uSval CorbU f@lsan n@vgol syKmar tombr@n vaKluS rilmO j@sgan iGmor
kuld@r S@rvyt b@Svor odmyr harvOn z@Kol milguS pr@snav torKun @lGaz vinkor dasyrm k@ltUs marGon lOvan isbyr suhm@l
tr@lun Cimvar g@rsOl nyrmak v@SKan polUn ruGsav aZm@r dynk@l hOrsin""".split()  # noqa: SIM905 - a list of words is read as words
"""The names of the valley, most used first."""


_FIRST: dict[str, dict[str, str]] = {"en": {}, "az": {"i": "İ"}, "hy": {"ե": "Է", "ո": "Օ"}, "ru": {"е": "Э", "ы": "И"}}
"""Letters that are another one at the beginning of a name."""


def spelled(sound: str, language: str) -> str:
    """Return a name in the letters of one of LANGUAGES."""
    column = LANGUAGES.index(language)
    letters = [_LETTERS[sign].split(",")[column] for sign in sound]
    head = _FIRST[language].get(letters[0], letters[0][:1].upper() + letters[0][1:])
    return nfc(head + "".join(letters[1:]))


def both_names(number: int, sound: str, other: str = "") -> tuple[Name, Name]:
    """Return what A and what B call a place; the scripts go round with its number. `other` is B's own word for it."""
    turn = number % 12
    a = LANGUAGES[turn % 4]
    b = LANGUAGES[(turn % 4 + turn // 4 + 1) % 4]
    return (
        Name(text=spelled(sound, a), language=a, used_by="A"),
        Name(text=spelled(other or sound, b), language=b, used_by="B"),
    )


def names_for(count: int, rng: np.random.Generator) -> list[tuple[Name, Name]]:
    """Return names for this many places; every fifth has a name of its own on each side."""
    spare = SOUNDS[count:]
    return [
        both_names(number, SOUNDS[number], spare[int(rng.integers(len(spare)))] if spare and number % 5 == 3 else "")
        for number in range(count)
    ]
