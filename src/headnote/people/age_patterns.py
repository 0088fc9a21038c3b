"""What stands around a number that is an age: patterns on the text before it and after it, line ends as blanks."""

from __future__ import annotations

import re

YEARS_OLD = re.compile(
    r"(?: and a half|[- ]odd)?"
    r"(?:[- ]+(?P<unit>years?|yrs?|months?|weeks?|days?)[- ]+olds?\b|[- ]?y/?o\b|[- ]+years of age\b)"
)
#: What may follow a number that is an age by itself: nothing that is counted or measured.
ENDS = re.compile(
    r"\s*(?:[.,;:!?)…—–\"”']|$|-ish|-something|,? (?:in )?(?:korean|international) (?:age|years)|"
    r"years? of age|years? young\b|or so|or \w+[.,!?;]|and a half|"
    r"and (?!\w+ (?:minutes?|hours?|days?|miles?|feet|inches))\w|but |when |while |because |before |after |with |"
    r"who |if |"
    r"so |at the time|then\b|now\b|just |too\b|for |already|again|yesterday|today|tomorrow|tonight|last\b|as (?:of|"
    r"old)|"
    r"on \w+day|that (?:year|summer|autumn|fall|winter|spring|day|month)|the (?:year|summer|winter|day|week|month)|"
    r"(?:last|this|next) \w+|in (?:a |two |three |the |\w+ (?:days|weeks|months))|in (?:[A-Z]\w+|\d))"
)
HEDGE = (
    r"(?:(?:only|just|barely|nearly|almost|not yet|not quite|not even|still|about|around|maybe|perhaps|now|already|"
    r"over|"
    r"under|at least|past|all of|going on|then|probably|exactly|well over|some|a mere|both|all|what|like|roughly|"
    r"almost certainly|not|not a day over|pushing|nearing|approaching)\s+)*"
)
WAS = re.compile(
    r"(?P<who>[\w-]+)(?P<is>'s|'m|'re|,? who (?:was|is)|\s+(?:was|is|am|are|were|be|being|had been|has been|would be|"
    r"will be|became|looked|looks|felt|must be|must have been|might be|could be|can't be|couldn't be|"
    r"could not have been|"
    rf"wasn't|isn't))(?P<hedge>\s+{HEDGE})$",
    re.IGNORECASE,
)
#: A possessive, where a noun follows the age: "Mara's eighteen-year-old cat".
OWNED = re.compile(r"[-–]olds? [a-z]")
TURNED = re.compile(
    r"(?P<who>[\w-]+)(?P<between>(?:'d|'s|'ll|'m|'re)?"
    r"(?: (?:had|has|have|having|would|will|was|were|is|are|am|be|just|only|finally|about|to|recently|already|not|"
    r"going|"
    r"never|barely|didn't|hadn't|won't|soon))*) (?P<turn>turn(?:ed|s|ing)?)(?: [a-z]+)? $",
    re.IGNORECASE,
)
AGED = re.compile(
    rf"(?:\b(?P<word>aged)|\b(?P<at>(?:at|from|since|by|until|before|after) (?:the )?age)(?: of)?)\s+{HEDGE}$",
    re.IGNORECASE,
)
OF = re.compile(rf"\b(?P<noun>[\w-]+) of {HEDGE}$", re.IGNORECASE)
AT = re.compile(
    r"(?P<mod>\b(?:even|already|back|just|only|orphaned|married|widowed|enlisted|fatherless|dead) )?\bat $",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"\s*(?:o'clock|[ap]\.?m\b|sharp|in the (?:morning|evening|afternoon)|at night|tonight|tomorrow|"
    r"that (?:morning|night|evening)|thirty|fifteen)"
)
#: A number in years that Korea counts from the year of birth, one or two above what the rest of the world counts.
KOREAN = re.compile(r",? (?:in|by) korean (?:age|years|reckoning|counting)|,? korean age", re.IGNORECASE)
BOTH = re.compile(r"\b(?P<one>[\w-]+) and [\w-]+ (?:were|are) (?:both |each )?$")
#: Reported speech puts a present age into the past: "She said that she was seventeen".
REPORTED = re.compile(
    r"\b(?:said|says|told|thought|knew|swore|claimed|heard|lied|realised|realized|found out|believed|guessed|if|"
    r"whether)(?: \w+)?(?: that)? $"
)
SIDE = re.compile(r"\bon the (?P<side>wrong|far|other|right|sunny) side of $")
GERUND = frozenset(("since", "after", "upon", "on", "until", "before"))
#: "When Mara was seven she fell": the clause may end without a mark.
SUBORDINATE = re.compile(r"\b(?:when|since|until|before|after|once)\s+(?:[A-Z]\w+ )?$", re.IGNORECASE)
CLAUSE = re.compile(r" (?:I|we|you|he|she|it|they|my|his|her|their|the|a|[A-Z]\w+)\b")
UNREAL = re.compile(r"\b(?:as if|as though|like|if|i wish|wished|unless|pretend\w*|imagin\w*) \w+$", re.IGNORECASE)
LATELY = re.compile(
    r",? (?:(?:on (?:my|his|her|their) )?last (?:week|month|night|birthday)|"
    r"yesterday|today|this (?:week|month|morning)|a (?:week|month) ago|"
    r"the (?:day|week) before)"
)
#: "not eighteen" is no age; "not yet eighteen" is one.
DENIED = re.compile(r"\bnot (?!yet|quite|even)(?:\w+ )?$")
#: "seventeen again", "not seventeen any more".
OVER_NOW = re.compile(r"\s*(?:again|anymore|any more|any longer)\b")
THINGS = frozenset(
    ("it", "there", "this", "that", "which", "these", "those", "what", "time", "everything", "nothing", "here")
)
SHORT = ("'s", "'m", "'re", "n't")
