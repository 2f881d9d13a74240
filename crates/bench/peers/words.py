"""The words: made up, the same everywhere for the same number and last day, and read by every program in its own form.

Each entry has a moment, a text of 40 to 160 characters on one or two lines, and sometimes a tag; one in six holds letters
beyond ASCII. They are spread over as many days as a couple would need for them. RARE stands in exactly three of them.
"""
import datetime

RARE = "quokka"
TAGS = ("appreciated", "hard", "moment")
MOST_DAYS = 10_950

WHO = ("We", "You", "I", "The kids", "My mother", "Our neighbour", "The cat", "Your sister", "The teacher", "Grandpa")
DID = ("made", "cooked", "forgot", "found", "fixed", "planned", "talked about", "laughed at", "worried about",
       "carried", "noticed", "missed", "shared", "remembered", "brought home", "finished", "argued over")
WHAT = ("dinner", "the long walk", "a quiet evening", "the broken lamp", "the tax letter", "the garden path",
        "breakfast in bed", "the late train", "a new song", "the old photos", "the spare key", "the weekend trip",
        "a difficult call", "the birthday cake", "the morning coffee", "our favourite film", "the kitchen shelf")
HOW = ("before the rain came", "after a hard day", "while the soup was cooking", "and it felt easy",
       "without being asked", "although we were both tired", "in the middle of the night", "because it was Tuesday",
       "with the windows open", "and I want to keep that", "just like last summer")
THEN = ("I was short with you and I am sorry.", "It is enough.", "The light was beautiful.", "I slept badly.",
        "Thank you for staying up.", "We should do that again.", "We laughed until it hurt.")
FAR = ("café", "crème brûlée", "naïve", "über", "“yes”", "❤️", "你好", "ありがとう", "¿por qué?", "smörgås")


class Drawn:
    """splitmix64: chance that is the same on every machine."""

    def __init__(self, seed):
        self.state = seed

    def below(self, end):
        self.state = (self.state + 0x9E3779B97F4A7C15) % 2**64
        drawn = self.state
        drawn = (drawn ^ (drawn >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        drawn = (drawn ^ (drawn >> 27)) * 0x94D049BB133111EB % 2**64
        return (drawn ^ (drawn >> 31)) % end

    def one_of(self, choices):
        return choices[self.below(len(choices))]


def text(drawn):
    said = f"{drawn.one_of(WHO)} {drawn.one_of(DID)} {drawn.one_of(WHAT)}"
    if drawn.below(3):
        said += " " + drawn.one_of(HOW)
    while len(said) < 40:
        said += f", then {drawn.one_of(DID)} {drawn.one_of(WHAT)}"
    if drawn.below(100) < 18:
        said += " " + drawn.one_of(FAR)
    said = said[:110] + "."
    return said + "\n" + drawn.one_of(THEN) if drawn.below(100) < 40 else said


def entries(count, last_day):
    """`count` entries, oldest first, the last one on `last_day`."""
    drawn, days = Drawn(count), min(MOST_DAYS, max(1, count // 3))
    end = datetime.datetime.combine(last_day, datetime.time(20, 0))
    rare = {count // 10, count // 2, count - count // 10 - 1}
    for number in range(count):
        minutes = (count - 1 - number) * days * 1440 // count
        said = text(drawn)
        if number in rare:
            said = said.replace(".", f" near the {RARE}.", 1)
        tag = drawn.one_of(TAGS) if drawn.below(5) == 0 else None
        yield end - datetime.timedelta(minutes=minutes), said, tag
