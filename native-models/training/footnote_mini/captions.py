"""What can be said of a drawn scene: many phrasings, each with the facts that it claims.

``describe`` gives a sentence and its claims; a sentence is true of every scene whose facts hold all of its claims, which
is how clips that fit another clip's sentence are kept from counting as wrong.
"""

import numpy as np

from .lexicon import (CAMERA_PHRASES, COLOURS, DRIVERS, FLYERS, GROUP_WORDS, NEIGHBOURS, NUMBERS, OPPOSITE, PAIR_PHRASES, PARTS, PATTERNS, PLACES,
                      RELATION_PHRASES, SAILERS, SHAPES, SITTERS, SOLIDS, STAGED, SWIMMERS, TIMES, WALKERS,
                      WEATHER_KINDS, WEATHER_SUBJECTS, WEATHERS, plural, with_article)
from .lexicon import MOVE_PHRASES, ON_PHRASES, SAT_PHRASES, SIZES, STOOD_PHRASES, TEXT_PHRASES

# Said only of clips that are kept for measuring: phrasings never trained on.
UNSEEN_PHRASES = {"goes left", "{v} rightwards", "climbs", "sinks", "whirls", "swells", "dwindles", "fades in",
                  "is gone", "quivers", "goes round", "recedes", "approaches"}
_DOUBLE = {"spin", "drop", "hop", "pan", "get"}
_VERBS = {"walk": WALKERS, "run": WALKERS, "drive": DRIVERS, "sail": SAILERS, "fly": FLYERS, "swim": SWIMMERS}


def ing(verb):
    if verb in ("is", "are", "does"):
        return "being"
    if verb in _DOUBLE:
        return verb + verb[-1] + "ing"
    return (verb[:-1] if verb.endswith("e") and verb not in ("be",) else verb) + "ing"


def third(verb):
    """"go" -> "goes"."""
    if verb.endswith(("o", "sh", "ch", "x", "ss")):
        return verb + "es"
    return verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in "aeiou" else verb + "s"


def bare(verb):
    """"goes" -> "go"."""
    if verb in ("is", "are"):
        return "are"
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    if verb.endswith(("oes", "shes", "ches", "xes")):
        return verb[:-2]
    return verb[:-1] if verb.endswith("s") else verb


def conjugate(rng, phrase, verb, many):
    """A phrase of MOVE_PHRASES with its subject one thing or several; sometimes as "moving to the left"."""
    first, _, rest = phrase.replace("{v}", third(verb)).partition(" ")
    if first == "is":
        return ("are " if many else "is ") + rest
    if first == "does":
        return ("do " if many else "does ") + rest
    style = rng.random()
    stem = bare(first)
    if style < 0.3:
        first = ing(stem)
    elif style < 0.45:
        first = ("are " if many else "is ") + ing(stem)
    elif many:
        first = stem
    return f"{first} {rest}".strip()


def pick(rng, names):
    return names[rng.integers(len(names))]


def noun(rng, entity, claims, index, broad=0.12, colour=True):
    """The name of an entity, with an article or a number; adds what it claims."""
    group = entity["broader"]
    if group and rng.random() < broad:
        word = pick(rng, group)
        claims.add(f"{index}:is {word}")
    else:
        word = pick(rng, entity["names"])
        claims.add(f"{index}:thing {entity['thing']}")
    before = []
    if entity["pattern"] and rng.random() < 0.8:
        before.append(pick(rng, PATTERNS[entity["pattern"]]))
        claims.add(f"{index}:pattern {entity['pattern']}")
    after = ""
    if colour and entity["colour"] and rng.random() < 0.85:
        said = pick(rng, COLOURS[entity["colour"]][0])
        claims.add(f"{index}:colour {entity['colour']}")
        if entity.get("rendered") and entity["thing"] in PARTS and (entity["thing"] in ("sailboat", "ship", "house") or rng.random() < 0.7):
            after = " " + pick(rng, PARTS[entity["thing"]]).format(said).replace(" a orange", " an orange").replace(" a emerald", " an emerald").replace(" a azure", " an azure")
        else:
            before.append(said)
    n = entity["count"]
    words = " ".join([*before, word])
    claims.add(f"{index}:count {n}" if n > 1 else f"{index}:one")
    if n > 1:
        return f"{pick(rng, NUMBERS[n])} {plural(words)}{after}"
    if word in ("people", "family") or rng.random() < 0.15:
        return words + after
    return (with_article(words) if rng.random() < 0.9 else "the " + words) + after


def verb_of(rng, entity):
    fit = [v for v, who in _VERBS.items() if entity["thing"] in who or set(entity["broader"]) & who]
    if entity["thing"] in ("ball", "barrel", "circle", "ring"):
        fit.append("roll")
    return pick(rng, fit) if fit and rng.random() < 0.5 else pick(rng, ["move", "move", "go", "glide", "slide", "travel"])


def move_phrase(rng, motion, unseen):
    many = [p for p in MOVE_PHRASES[motion] if (p in UNSEEN_PHRASES) == unseen] or MOVE_PHRASES[motion]
    return pick(rng, many)


def describe(rng, scene, full=False, unseen=False):
    """A sentence of a scene and its claims (strings, a subset of ``facts(scene)``).

    ``full``: everything is said, as when clips are told apart in measuring. ``unseen``: phrasings kept out of training.
    """
    claims, entities = set(), scene["entities"]
    often = lambda p: full or rng.random() < p
    parts = []
    weather = scene["weather"] or ("clear" if is_dry(scene) and not full and rng.random() < 0.08 else None)
    if scene["text"]:
        claims.add("text")
        parts.append(pick(rng, TEXT_PHRASES) if rng.random() < 0.6 else f"the word {scene['text']} on the screen")
        if "the word" in parts[-1]:
            claims.add(f"text {scene['text']}")
    elif not full and weather and rng.random() < (0.4 if not entities else 0.1):
        claims.add(f"weather {weather}")
        if scene["place"] and rng.random() < 0.3:
            claims.add(f"place {scene['place']}")
            parts.append(with_article(f"{WEATHER_KINDS[weather]} {PLACES[scene['place']][0][0]}"))
        else:
            subject = pick(rng, WEATHER_SUBJECTS[weather])
            # A day of rain at night is none.
            parts.append(subject.replace("day", "night") if scene["time"] == "night" else subject)
    elif not entities or (not full and scene["place"] and rng.random() < 0.12):
        claims.add(f"place {scene['place']}")
        parts.append(pick(rng, PLACES[scene["place"]][0]) if rng.random() < 0.6 else f"a view of the {PLACES[scene['place']][0][0]}")
    elif scene["pair"] and often(0.85):
        a, b = noun(rng, entities[0], claims, 0), noun(rng, entities[1], claims, 1)
        phrase = pick(rng, PAIR_PHRASES[scene["pair"]]).format(a=a, b=b)
        claims.add(f"pair {scene['pair']}")
        parts.append(phrase)
    elif len(entities) == 2 and scene["relation"] and often(0.8):
        a, b = noun(rng, entities[0], claims, 0), noun(rng, entities[1], claims, 1)
        if rng.random() < 0.15:
            parts.append(f"{a} and {b}")
        else:
            phrases = RELATION_PHRASES[scene["relation"]]
            if entities[0].get("rendered") and scene["relation"] == "above":
                still = entities[0]["motion"] == "still"
                phrases = ON_PHRASES + ((SAT_PHRASES if entities[0]["thing"] in SITTERS else STOOD_PHRASES) if still else [])
            parts.append(f"{a} {pick(rng, phrases)} {b}")
            claims.add(f"relation {scene['relation']}")
    else:
        e = entities[0]
        motion = e["motion"]
        if not full and motion in IMPLIES and rng.random() < 0.3:
            # As often as any other: that it moves at all ("a girl walks").
            motion = "go" if "go" in IMPLIES[motion] and rng.random() < 0.5 else pick(rng, IMPLIES[motion])
        if not full and motion != "still" and rng.random() < 0.06:
            claims.add(f"0:motion {motion}")
            parts.append("something " + conjugate(rng, move_phrase(rng, motion, unseen), "move", False))
        else:
            said = noun(rng, e, claims, 0)
            if often(0.75 if motion != "still" else 0.25) and not (full and motion == "still" and rng.random() < 0.5):
                claims.add(f"0:motion {motion}")
                said += " " + conjugate(rng, move_phrase(rng, "sit" if motion == "still" and e.get("rendered") and e["thing"] in SITTERS and rng.random() < 0.5 else motion, unseen), verb_of(rng, e), e["count"] > 1)
            parts.append(said)
    if scene["place"] and f"place {scene['place']}" not in claims and often(0.5):
        claims.add(f"place {scene['place']}")
        parts.append(pick(rng, PLACES[scene["place"]][1]))
    if scene["time"] and scene["time"] != "day" and often(0.6) or scene["time"] == "day" and not full and rng.random() < 0.1:
        claims.add(f"time {scene['time']}")
        parts.append(pick(rng, TIMES[scene["time"]]))
    if weather and f"weather {weather}" not in claims and often(0.7):
        claims.add(f"weather {weather}")
        parts.append(pick(rng, WEATHERS[weather]))
    if scene.get("size") and often(0.5):
        claims.add(f"size {scene['size']}")
        if rng.random() < 0.3:
            parts.insert(0, {"close": "close-up of", "wide": "wide shot of"}[scene["size"]])
        else:
            parts.append((", " if rng.random() < 0.5 else "") + pick(rng, SIZES[scene["size"]]))
    camera = scene["camera"]
    if camera != "still" and often(0.7) or camera == "still" and not full and rng.random() < 0.04:
        phrase = pick(rng, CAMERA_PHRASES[camera])
        if not full and rng.random() < 0.2:
            return phrase, {f"camera {camera}"}
        claims.add(f"camera {camera}")
        parts.append((", " if rng.random() < 0.5 else "") + phrase)
    return " ".join(parts).replace(" ,", ","), claims


def is_dry(scene):
    """Whether a scene is outdoors, nothing falls or hangs in its air, and no snow lies."""
    return not scene["weather"] and bool(scene["time"]) and scene["place"] not in (None, "room", "space", "table top", "snow field")


def facts(scene):
    """Everything that is so in a scene, as claims can name it."""
    out = {f"camera {scene['camera']}"}
    for key in ("place", "time", "weather", "pair", "relation", "size"):
        if scene.get(key):
            out.add(f"{key} {scene[key]}")
    if is_dry(scene):
        out.add("weather clear")
    if scene["place"] == "harbour":
        out.add("place sea")
    if scene["text"]:
        out |= {"text", f"text {scene['text']}"}
    for i, e in enumerate(scene["entities"]):
        out |= {f"{i}:thing {e['thing']}", f"{i}:motion {e['motion']}", f"{i}:count {e['count']}"}
        if e["count"] == 1:
            out.add(f"{i}:one")
        out |= {f"{i}:is {w}" for w in e["broader"]}
        for key in ("colour", "pattern"):
            if e[key]:
                out.add(f"{i}:{key} {e[key]}")
        out |= {f"{i}:colour {c}" for c in e.get("shows", ())}
        out |= {f"{i}:motion {m}" for m in IMPLIES.get(e["motion"], ())}
    return out


# A motion that is also another one.
IMPLIES = {"fall": ("down",), "left": ("aside", "go"), "right": ("aside", "go"), "up": ("go",), "down": ("go",), "circle": ("go",),
           "enter left": ("right", "aside", "enter", "go"), "enter right": ("left", "aside", "enter", "go"),
           "leave left": ("left", "aside", "leave", "go"), "leave right": ("right", "aside", "leave", "go"),
           "towards": ("grow", "go"), "grow": ("towards",), "away": ("shrink", "go"), "shrink": ("away",)}


def contrary(rng, maker, scene):
    """The scene with one fact changed, and the claim that names the new one. What is
    changed most is what is told apart worst (hard negatives as Yüksekgönül et al. 2023 make them from captions)."""
    alone = len(scene["entities"]) == 1
    first = scene["entities"][0] if scene["entities"] else None
    may = {}
    if first:
        may["thing"] = 4.0 if "shape" in first["broader"] else 2.0
        if first["colour"]:
            may["colour"] = 3.0
        if alone and not scene["pair"]:
            may["motion"], may["count"] = 1.2, 1.0
    if scene["relation"]:
        may["relation"] = 4.0
    colours = [e["colour"] for e in scene["entities"]]
    if len(colours) == 2 and None not in colours and colours[0] != colours[1]:
        may["colours"] = 2.0
    for key, weight in (("pair", 2.0), ("time", 0.4), ("weather", 0.8), ("place", 0.7), ("text", 1.0), ("size", 0.5)):
        if scene.get(key):
            may[key] = weight
    # Of a camera that stands still, too, that it moves is wrong.
    may["camera"] = 0.25 if scene["camera"] == "still" else 1.6
    if is_dry(scene):
        may["weather"] = 0.5
    what = list(may)[int(rng.choice(len(may), p=np.array(list(may.values())) / sum(may.values())))]
    other = {**scene, "entities": [dict(e) for e in scene["entities"]]}
    if what == "colours":
        other["entities"][0]["colour"], other["entities"][1]["colour"] = colours[1], colours[0]
        return other, f"0:colour {colours[1]}"
    # As often as not what it is mistaken for.
    if what == "relation" and rng.random() < 0.5:
        other["relation"] = OPPOSITE[scene["relation"]]
        return other, f"relation {other['relation']}"
    if what in ("thing", "colour", "motion", "count"):
        i = 0 if what in ("motion", "count") else int(rng.integers(len(scene["entities"])))
        e = other["entities"][i]
        if what == "thing":
            # Of the same sort where there is one: a square for a triangle, a cow for a sheep.
            sort = [t for t, (_, broader) in maker.names.items() if set(broader) & set(e["broader"]) and t != e["thing"]] if rng.random() < (0.85 if "shape" in e["broader"] else 0.6) else []
            # As often what is also to be seen in such a place: at sea a lighthouse for a boat.
            there = [t for t in scene.get("there", ()) if t != e["thing"]] if i == 0 and rng.random() < 0.5 else []
            e["thing"] = pick(rng, there or sort or list(maker.names))
            e["names"], e["broader"] = maker.names[e["thing"]]
        elif what == "colour" and e["colour"] and (roll := rng.random()) < 0.65:
            # As often a neighbour as the colour that the thing stands before.
            behind = scene.get("ground") if roll < 0.3 else None
            e["colour"] = behind if behind not in (None, e["colour"]) else pick(rng, NEIGHBOURS[e["colour"]])
        else:
            e[what] = pick(rng, [v for v in {"colour": list(COLOURS), "motion": maker.heads["motion"], "count": [1, 2, 3, 4, 5]}[what] if v != e[what]])
        return other, f"{i}:one" if what == "count" and e["count"] == 1 else f"{i}:{what} {e[what]}"
    said = {"size": list(SIZES), "weather": ["clear", *maker.heads["weather"]] if scene["weather"] else maker.heads["weather"]}
    other[what] = pick(rng, [v for v in (maker.heads | said)[what] if v not in ("none", scene[what])])
    return other, f"{what} {other[what]}"


def told_apart(seed, maker, scene, wrongs=3):
    """A sentence of a scene, its claims, and ``wrongs`` pairs of a sentence that differs from it in one fact and is not true of the
    scene, and its claims; where the sentence says too little for that, those of other scenes."""
    rng, true, wrong, k = np.random.default_rng([seed, 3]), facts(scene), {}, 0
    for k in range(8):
        for _ in range(wrongs * 2):
            if len(wrong) == wrongs:
                break
            other, claim = contrary(rng, maker, scene)
            said, claims = describe(np.random.default_rng([seed, 4, k]), other)
            if claim in claims and not claims <= true:
                wrong[said] = claims
        if wrong:
            break
    pairs = list(wrong.items())
    while len(pairs) < wrongs:
        other = describe(rng, maker.scene(rng))
        if not other[1] <= true:
            pairs.append(other)
    return *describe(np.random.default_rng([seed, 4, k]), scene), pairs


def things_of(bank):
    """Thing -> (names, broader words)."""
    table = {s: (words, ["shape"]) for s, words in SHAPES.items()}
    for name, (others, broader) in {**SOLIDS, **STAGED}.items():
        table[name] = ([name, *others], broader)
    for i in bank.only_emoji:
        e = bank.emoji[i]
        if e["name"] in table:  # a star and a ring are shapes before they are emoji
            continue
        # Keywords name what a thing has to do with, not what it is: they are claimed as such.
        table[e["name"]] = ([e["name"]], [*(e["broader"] or GROUP_WORDS.get(e["group"], [])), *e["keywords"][:2]])
    return table
