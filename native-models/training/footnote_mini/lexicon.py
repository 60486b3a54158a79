"""The words of drawn scenes: colours, shapes, things, motions, places, and how people say them.

Every fact that a scene can hold is a short string such as ``colour:red`` or ``is:boat``. A caption is a set of
required facts, so whether a caption is true of a scene is decided exactly, never guessed.
"""

# The 11 basic colour terms of English (Berlin and Kay): synonyms, and ranges of hue (degrees), saturation and value.
COLOURS = {
    "red": (["red", "crimson", "scarlet"], (-12, 9), (0.75, 1.0), (0.6, 0.95)),
    "orange": (["orange"], (18, 36), (0.8, 1.0), (0.85, 1.0)),
    "yellow": (["yellow", "golden"], (43, 62), (0.7, 1.0), (0.85, 1.0)),
    "green": (["green", "emerald"], (85, 160), (0.5, 1.0), (0.4, 0.85)),
    "blue": (["blue", "navy", "azure"], (198, 245), (0.6, 1.0), (0.5, 0.95)),
    "purple": (["purple", "violet"], (262, 296), (0.5, 0.9), (0.45, 0.8)),
    "pink": (["pink", "rosy"], (312, 348), (0.3, 0.64), (0.9, 1.0)),
    "brown": (["brown", "tan"], (14, 32), (0.55, 0.85), (0.3, 0.55)),
    "black": (["black", "dark"], (0, 360), (0.0, 0.3), (0.02, 0.14)),
    "white": (["white", "pale"], (0, 360), (0.0, 0.04), (0.94, 1.0)),
    "grey": (["grey", "gray", "silver"], (0, 360), (0.0, 0.06), (0.4, 0.65)),
}

# What a colour is mistaken for.
NEIGHBOURS = {"red": ["orange", "pink", "brown"], "orange": ["yellow", "red", "brown"], "yellow": ["orange", "white"], "green": ["blue", "black"],
              "blue": ["purple", "green"], "purple": ["pink", "blue"], "pink": ["purple", "red", "white"], "brown": ["orange", "red", "black"],
              "black": ["grey", "brown"], "white": ["grey", "yellow"], "grey": ["white", "black"]}

SHAPES = {
    "circle": ["circle", "disc", "dot", "round shape"],
    "square": ["square", "box shape"],
    "triangle": ["triangle"],
    "rectangle": ["rectangle", "bar"],
    "star": ["star", "five pointed star"],
    "heart": ["heart"],
    "cross": ["cross", "plus sign"],
    "ring": ["ring", "hoop"],
    "pentagon": ["pentagon"],
    "hexagon": ["hexagon"],
    "oval": ["oval", "ellipse"],
    "diamond": ["diamond", "rhombus"],
    "crescent": ["crescent", "moon shape"],
    "arrow": ["arrow"],
    "semicircle": ["semicircle", "half circle"],
    "line": ["line", "stripe"],
}

# Broader words for the groups of CLDR's label file.
GROUP_WORDS = {
    "person": ["person", "people"], "person-role": ["person", "people"], "person-fantasy": ["person", "people"],
    "person-gesture": ["person", "people"], "person-activity": ["person", "people"],
    "person-sport": ["person", "people"], "family": ["people", "person", "family"], "animal-mammal": ["animal"],
    "animal-bird": ["bird", "animal"], "animal-amphibian": ["animal"], "animal-reptile": ["animal", "reptile"],
    "animal-marine": ["animal", "sea creature"], "animal-bug": ["insect", "bug"], "plant-flower": ["flower", "plant"],
    "plant-other": ["plant"], "food-fruit": ["fruit", "food"], "food-vegetable": ["vegetable", "food"],
    "food-prepared": ["food", "meal"], "food-asian": ["food", "meal"], "food-sweet": ["sweet food", "food"],
    "drink": ["drink"], "place-building": ["building"], "place-religious": ["building"],
    "transport-ground": ["vehicle"], "transport-water": ["vessel", "watercraft"], "transport-air": ["aircraft"],
    "musical-instrument": ["musical instrument"], "tool": ["tool"], "clothing": ["clothing"],
    "face-positive": ["face", "smiley"], "face-neutral": ["face", "smiley"], "face-negative": ["face", "smiley"],
    "face-sick": ["face", "smiley"], "cat-face": ["cat face"], "sport": ["sports equipment"],
}

# Things modelled in three dimensions by lowpoly.py: name -> (other words for it, broader words).
SOLIDS = {
    "car": (["automobile", "auto"], ["vehicle"]), "van": (["minivan"], ["vehicle"]), "truck": (["lorry"], ["vehicle"]),
    "bus": (["coach"], ["vehicle"]), "train": (["railway train", "locomotive"], ["vehicle"]),
    "tractor": ([], ["vehicle"]), "bicycle": (["bike", "cycle"], ["vehicle"]),
    "boat": (["fishing boat", "motorboat"], ["vessel", "watercraft"]),
    "sailboat": (["sailing boat", "yacht"], ["boat", "vessel", "watercraft"]),
    "ship": (["ferry", "cargo ship"], ["boat", "vessel", "watercraft"]),
    "rowing boat": (["rowboat"], ["boat", "vessel", "watercraft"]),
    "plane": (["aeroplane", "airplane"], ["aircraft"]), "helicopter": ([], ["aircraft"]),
    "hot air balloon": (["balloon"], ["aircraft"]), "rocket": ([], []),
    "lighthouse": (["light tower"], ["building", "tower"]), "house": (["cottage", "home"], ["building"]),
    "tower": (["high tower"], ["building"]), "skyscraper": (["office tower"], ["building"]),
    "barn": (["shed"], ["building"]), "windmill": ([], ["building"]), "church": (["chapel"], ["building"]),
    "tent": ([], []), "bridge": ([], []), "pier": (["jetty", "dock"], []), "crane": (["harbour crane"], []),
    "person": (["figure", "human", "someone"], ["people"]), "man": (["guy"], ["person", "people", "someone"]),
    "woman": (["lady"], ["person", "people", "someone"]), "child": (["kid", "girl", "boy"], ["person", "people", "someone"]),
    "dog": (["puppy"], ["animal", "pet"]), "cat": (["kitten"], ["animal", "pet"]), "horse": (["pony"], ["animal"]),
    "cow": ([], ["animal"]), "sheep": (["lamb"], ["animal"]), "pig": ([], ["animal"]),
    "bird": ([], ["animal"]), "seagull": (["gull"], ["bird", "animal"]), "duck": ([], ["bird", "animal"]),
    "fish": ([], ["animal"]), "whale": ([], ["animal"]), "dolphin": ([], ["animal"]),
    "pine tree": (["fir tree", "conifer"], ["tree", "plant"]), "tree": (["leafy tree"], ["plant"]),
    "palm tree": ([], ["tree", "plant"]), "bush": (["shrub"], ["plant"]), "flower": (["blossom"], ["plant"]),
    "rock": (["stone", "boulder"], []), "snowman": ([], []), "table": ([], ["furniture"]),
    "chair": (["seat"], ["furniture"]), "bench": ([], ["furniture"]), "bed": ([], ["furniture"]),
    "lamp": (["street lamp", "lamp post"], []), "flag": (["banner"], []), "umbrella": (["parasol"], []),
    "barrel": (["cask"], []), "crate": (["wooden box", "box"], []), "bottle": ([], []), "cup": (["mug"], []),
    "ball": (["sphere"], []), "cube": (["block"], []), "cone": ([], []), "pyramid": ([], []),
    "cylinder": (["tube"], []), "door": (["gate"], []), "fence": (["railing"], []), "buoy": (["float"], []),
    "suitcase": (["bag"], []), "book": ([], []), "screen": (["monitor", "television"], []),
}

# Things that only the rendered scenes have: name -> (other words for it, broader words).
STAGED = {"wheel": (["car wheel", "tyre"], []), "wall": (["stone wall"], []), "log": (["tree trunk", "fallen tree"], [])}

# Whose colour is that of a part: how it is said.
PARTS = {
    **dict.fromkeys(["man", "woman", "child"], ["in a {} coat", "in a {} jacket", "in {}", "wearing a {} raincoat", "in a {} shirt", "with a {} coat"]),
    "sailboat": ["with a {} sail", "with {} sails"], "ship": ["with a {} hull"], "house": ["with {} walls"],
}

# What moves on which verbs; the first list is general.
WALKERS = {"person", "man", "woman", "child", "dog", "cat", "horse", "cow", "sheep", "pig", "people", "animal"}
DRIVERS = {"car", "van", "truck", "bus", "train", "tractor", "vehicle"}
SAILERS = {"boat", "sailboat", "ship", "rowing boat", "vessel"}
FLYERS = {"plane", "helicopter", "bird", "seagull", "hot air balloon", "rocket", "aircraft", "duck"}
SWIMMERS = {"fish", "whale", "dolphin", "duck"}

MOVE_PHRASES = {
    "left": ["{v} to the left", "{v} left", "{v} leftwards", "goes left", "{v} from right to left", "heads left"],
    "right": ["{v} to the right", "{v} right", "{v} rightwards", "goes right", "{v} from left to right", "heads right"],
    "up": ["{v} up", "rises", "{v} upwards", "goes up", "climbs"],
    "down": ["{v} down", "{v} downwards", "goes down", "sinks", "descends"],
    "fall": ["falls", "falls down", "drops", "tumbles down"],
    "towards": ["comes closer", "{v} towards the camera", "approaches", "gets nearer"],
    "away": ["{v} away", "goes into the distance", "recedes", "{v} away from the camera"],
    "spin": ["spins", "rotates", "turns around", "is spinning", "whirls"],
    "grow": ["grows", "gets bigger", "expands", "swells"],
    "shrink": ["shrinks", "gets smaller", "dwindles"],
    "appear": ["appears", "shows up", "fades in", "comes into being"],
    "disappear": ["disappears", "vanishes", "fades out", "is gone"],
    "bounce": ["bounces", "hops", "jumps up and down", "jumps"],
    "shake": ["shakes", "trembles", "wobbles", "quivers"],
    "circle": ["moves in a circle", "goes round", "circles", "goes around in a loop"],
    "blink": ["blinks", "flashes", "flickers"],
    "enter left": ["enters from the left", "comes in from the left", "comes into view from the left"],
    "enter right": ["enters from the right", "comes in from the right", "comes into view from the right"],
    "leave left": ["leaves to the left", "exits on the left", "goes out of view to the left"],
    "leave right": ["leaves to the right", "exits on the right", "goes out of view to the right"],
    "still": ["stands still", "is not moving", "stays in place", "does not move", "waits"],
    "sit": ["sits", "is sitting", "sits still"],
    "aside": ["passes", "passes by", "goes past", "crosses the picture", "{v} past", "{v} across the screen"],
    "go": ["{v}", "{v}", "{v} along", "is on the move"],
    "enter": ["arrives", "comes in", "enters", "comes into view"],
    "leave": ["leaves", "departs", "goes out of view", "exits"],
}
PAIR_PHRASES = {
    "meet": ["{a} and {b} meet", "{a} and {b} come together", "{a} meets {b}"],
    "part": ["{a} and {b} move apart", "{a} and {b} part", "{a} and {b} separate"],
    "follow": ["{a} follows {b}", "{a} chases {b}", "{a} goes after {b}"],
    "over": ["{a} jumps over {b}", "{a} leaps over {b}", "{a} jumping over {b}", "{a} runs and jumps over {b}", "{a} hops over {b}"],
    "pass": ["{a} passes {b}", "{a} goes past {b}", "{a} moves past {b}"],
}
RELATION_PHRASES = {
    "left": ["to the left of", "left of", "on the left of"], "right": ["to the right of", "right of", "on the right of"],
    "above": ["above", "over", "on top of"], "below": ["below", "under", "beneath"],
    "inside": ["inside", "in", "within"], "behind": ["behind", "in back of"], "front": ["in front of", "before"],
}
# What sits wherever it is rendered, and how its place on top of something is said then.
SITTERS = {"cat"}
ON_PHRASES = ["on", "on top of", "is on"]
SAT_PHRASES = ["sits on", "sitting on", "sits still on"]
STOOD_PHRASES = ["stands on", "standing on"]
OPPOSITE = {"left": "right", "right": "left", "above": "below", "below": "above", "behind": "front", "front": "behind", "inside": "front"}
CAMERA_PHRASES = {
    "pan left": ["the camera pans left", "the camera turns to the left", "pan left", "camera pan to the left"],
    "pan right": ["the camera pans right", "the camera turns to the right", "pan right", "camera pan to the right"],
    "tilt up": ["the camera tilts up", "tilt up", "the camera looks up"],
    "tilt down": ["the camera tilts down", "tilt down", "the camera looks down"],
    "zoom in": ["the camera zooms in", "zoom in", "the camera moves closer"],
    "zoom out": ["the camera zooms out", "zoom out", "the camera pulls back"],
    "shake": ["shaky camera", "the camera shakes", "handheld camera shaking"],
    "still": ["the camera is still", "static camera", "fixed shot"],
}
SIZES = {
    "close": ["in close-up", "close-up", "seen close up", "filling the picture", "very near"],
    "wide": ["far away", "in a wide shot", "small in the distance", "long shot"],
}
PLACES = {
    "sea": (["sea", "ocean", "water"], ["at sea", "on the sea", "on the water", "by the ocean"]),
    "beach": (["beach", "shore", "seaside"], ["on the beach", "on the shore", "at the seaside"]),
    "harbour": (["harbour", "port"], ["in the harbour", "at the port", "in a harbor"]),
    "field": (["field", "meadow", "grass"], ["in a field", "in a meadow", "on the grass"]),
    "forest": (["forest", "woods"], ["in the forest", "in the woods", "among trees"]),
    "mountains": (["mountains", "hills"], ["in the mountains", "in front of mountains", "in the hills"]),
    "desert": (["desert", "sand dunes"], ["in the desert", "on sand dunes"]),
    "snow field": (["snow field", "snowy ground"], ["on snowy ground", "in a snowy landscape"]),
    "city": (["city", "town", "skyline"], ["in the city", "in town", "in front of a skyline"]),
    "road": (["road", "country road"], ["on the road", "on a road", "along the road"]),
    "room": (["room", "indoors"], ["in a room", "indoors", "inside a room"]),
    "sky": (["sky", "blue sky"], ["in the sky", "in the air"]),
    "space": (["space", "starry space"], ["in space", "among the stars"]),
    "table top": (["table top", "desk"], ["on a table", "on a desk"]),
    "village": (["village street", "street", "street of houses", "village"], ["in a street", "in a street of houses", "in the village"]),
}
# Places that places.py paints; the others come only rendered.
PAINTED = [name for name in PLACES if name != "village"]
WEATHERS = {
    "snow": ["in the snow", "while it snows", "snow is falling", "snowfall"],
    "rain": ["in the rain", "while it rains", "rain is falling", "rainy"],
    "fog": ["in the fog", "in mist", "foggy"],
    # Said of what is outdoors and has none of these.
    "clear": ["in dry weather", "in clear weather", "under a clear sky"],
}
# Weather as what a sentence is of ("rain in a street"), and as what a place is like ("a rainy street").
WEATHER_SUBJECTS = {
    "snow": ["snow", "falling snow", "it snows", "snowfall", "a snowy day", "it is snowing"],
    "rain": ["rain", "heavy rain", "it rains", "falling rain", "a rainy day", "it is raining"],
    "fog": ["fog", "thick fog", "mist", "a foggy day", "a misty day"],
    "clear": ["dry weather", "clear weather", "a clear day", "a clear sky"],
}
WEATHER_KINDS = {"snow": "snowy", "rain": "rainy", "fog": "foggy", "clear": "dry"}
TIMES = {
    "night": ["at night", "in the dark", "by night"],
    "day": ["by day", "in daylight", "during the day"],
    "sunset": ["at sunset", "at dusk", "in the evening"],
}
PATTERNS = {"striped": ["striped", "stripy"], "dotted": ["dotted", "spotted"], "checkered": ["checkered", "chequered"]}
NUMBERS = {1: ["one", "a single"], 2: ["two", "2", "a pair of"], 3: ["three", "3"], 4: ["four", "4"], 5: ["five", "5"]}
TEXT_PHRASES = ["text on screen", "a title card", "words on the screen", "a caption card", "written words", "title text"]

_IRREGULAR = {"person": "people", "man": "men", "woman": "women", "child": "children", "sheep": "sheep", "fish": "fish"}


def plural(noun: str) -> str:
    """English plural of a noun phrase, of its last word."""
    head, _, last = noun.rpartition(" ")
    if last in _IRREGULAR:
        last = _IRREGULAR[last]
    elif last.endswith(("s", "x", "ch", "sh", "z")):
        last += "es"
    elif last.endswith("y") and len(last) > 1 and last[-2] not in "aeiou":
        last = last[:-1] + "ies"
    else:
        last += "s"
    return f"{head} {last}".strip()


def with_article(noun: str) -> str:
    return ("an " if noun[0] in "aeiou" else "a ") + noun
