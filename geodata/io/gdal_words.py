"""What GDAL says, as a sentence a surveyor can use: without the SQL that failed and the advice to programmers."""

import re

_ADVICE = re.compile(r"; It might help|\. Set [A-Z_]+ config option")


def words_of(problem: Exception) -> str:
    """Return the words of a GDAL error, without a full stop at their end."""
    said = " ".join(str(problem).split())
    said = _ADVICE.split(said)[0]
    if "sqlite3_" in said:
        said = re.split(r" failed: | : ", said)[-1]
    return "; ".join(dict.fromkeys(said.split("; "))).rstrip(". ")
