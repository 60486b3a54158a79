/**
 * What people call the things that detectors know: the 80 names of the COCO data set and "face". A word after a colon only
 * narrows its name ("taxi" is a car, and not every car is a taxi): the detector cannot tell.
 */
const table: readonly (readonly [labels: string, exact: string, narrower?: string])[] = [
  [
    "person",
    "person|persons|people|someone|somebody|anyone|anybody|human|humans|human being|human beings|individual|individuals|figure|figures|pedestrian|pedestrians|passer-by|passers-by",
    "man|men|woman|women|boy|boys|girl|girls|child|children|kid|kids|baby|babies|toddler|toddlers|guy|guys|lady|ladies|gentleman|gentlemen|adult|adults|teenager|teenagers|worker|workers|player|players|dancer|dancers|cyclist|cyclists|rider|riders|driver|drivers|runner|runners|audience|speaker|presenter",
  ],
  ["bicycle", "bicycle|bicycles|bike|bikes|cycle|cycles|pushbike"],
  ["car", "car|cars|automobile|automobiles", "taxi|taxis|cab|cabs|sedan|jeep|limousine|suv"],
  ["motorcycle", "motorcycle|motorcycles|motorbike|motorbikes", "moped|mopeds|scooter|scooters"],
  ["airplane", "airplane|airplanes|aeroplane|aeroplanes|plane|planes|aircraft", "jet|jets|airliner"],
  ["bus", "bus|buses", "coach|coaches"],
  ["train", "train|trains", "tram|trams|locomotive|subway train"],
  ["truck", "truck|trucks|lorry|lorries", "van|vans|pickup|pickups|fire engine"],
  [
    "boat",
    "boat|boats|ship|ships",
    "ferry|ferries|sailboat|sailboats|yacht|yachts|canoe|canoes|kayak|kayaks",
  ],
  ["traffic light", "traffic light|traffic lights|traffic signal|traffic signals|stoplight|stoplights"],
  ["fire hydrant", "fire hydrant|fire hydrants|hydrant|hydrants"],
  ["stop sign", "stop sign|stop signs"],
  ["parking meter", "parking meter|parking meters"],
  ["bench", "bench|benches"],
  [
    "bird",
    "bird|birds",
    "seagull|seagulls|gull|gulls|pigeon|pigeons|duck|ducks|swan|swans|goose|geese|eagle|eagles|parrot|penguin|penguins|chicken|chickens|crow|crows",
  ],
  ["cat", "cat|cats", "kitten|kittens"],
  ["dog", "dog|dogs", "puppy|puppies"],
  ["horse", "horse|horses", "pony|ponies|foal"],
  ["sheep", "sheep", "lamb|lambs"],
  ["cow", "cow|cows|cattle", "bull|bulls|calf|calves|ox|oxen"],
  ["elephant", "elephant|elephants"],
  ["bear", "bear|bears", "polar bear|polar bears|grizzly"],
  ["zebra", "zebra|zebras"],
  ["giraffe", "giraffe|giraffes"],
  ["backpack", "backpack|backpacks|rucksack|rucksacks"],
  ["umbrella", "umbrella|umbrellas", "parasol|parasols"],
  ["handbag", "handbag|handbags|purse|purses"],
  ["tie", "tie|ties|necktie|neckties"],
  ["suitcase", "suitcase|suitcases|luggage", "briefcase|briefcases|trolley"],
  ["frisbee", "frisbee|frisbees"],
  ["skis", "skis|ski"],
  ["snowboard", "snowboard|snowboards"],
  [
    "sports ball",
    "ball|balls|sports ball|sports balls",
    "football|footballs|basketball|basketballs|tennis ball|tennis balls|volleyball",
  ],
  ["kite", "kite|kites"],
  ["baseball bat", "baseball bat|baseball bats"],
  ["baseball glove", "baseball glove|baseball gloves"],
  ["skateboard", "skateboard|skateboards"],
  ["surfboard", "surfboard|surfboards"],
  ["tennis racket", "tennis racket|tennis rackets|racket|rackets|racquet|racquets"],
  ["bottle", "bottle|bottles", "flask|flasks"],
  ["wine glass", "wine glass|wine glasses|wineglass|wineglasses|goblet|goblets"],
  ["cup", "cup|cups|mug|mugs"],
  ["fork", "fork|forks"],
  ["knife", "knife|knives"],
  ["spoon", "spoon|spoons"],
  ["bowl", "bowl|bowls"],
  ["banana", "banana|bananas"],
  ["apple", "apple|apples"],
  ["sandwich", "sandwich|sandwiches", "burger|burgers|hamburger|hamburgers"],
  ["orange", "oranges"],
  ["broccoli", "broccoli"],
  ["carrot", "carrot|carrots"],
  ["hot dog", "hot dog|hot dogs"],
  ["pizza", "pizza|pizzas"],
  ["donut", "donut|donuts|doughnut|doughnuts"],
  ["cake", "cake|cakes"],
  ["chair", "chair|chairs", "armchair|armchairs|stool|stools"],
  ["couch", "couch|couches|sofa|sofas|settee"],
  ["potted plant", "potted plant|potted plants|houseplant|houseplants|plant pot|pot plant"],
  ["bed", "bed|beds"],
  ["dining table", "table|tables|dining table|dining tables", "desk|desks|kitchen table|coffee table"],
  ["toilet", "toilet|toilets"],
  ["tv", "tv|tvs|television|televisions|monitor|monitors|tv screen"],
  ["laptop", "laptop|laptops|notebook computer", "computer|computers"],
  ["mouse", "computer mouse"],
  ["remote", "remote control|remote controls"],
  ["keyboard", "keyboard|keyboards"],
  [
    "cell phone",
    "phone|phones|cell phone|cell phones|cellphone|cellphones|mobile phone|mobile phones|smartphone|smartphones",
  ],
  ["microwave", "microwave|microwaves|microwave oven"],
  ["oven", "oven|ovens", "stove|cooker"],
  ["toaster", "toaster|toasters"],
  ["sink", "sink|sinks|washbasin"],
  ["refrigerator", "refrigerator|refrigerators|fridge|fridges"],
  ["book", "book|books"],
  ["clock", "clock|clocks"],
  ["vase", "vase|vases"],
  ["scissors", "scissors|pair of scissors"],
  ["teddy bear", "teddy bear|teddy bears|teddy|stuffed animal|stuffed animals"],
  ["hair drier", "hair drier|hair dryer|hairdryer|hairdrier"],
  ["toothbrush", "toothbrush|toothbrushes"],
  ["bird,cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe", "animal|animals"],
  ["cat,dog", "pet|pets"],
  ["bicycle,car,motorcycle,bus,train,truck", "vehicle|vehicles"],
  ["backpack,handbag,suitcase", "bag|bags"],
  ["banana,apple,orange", "fruit|fruits"],
];

/** Names that are verbs as well: "the ship sinks", "they tie the game". */
const verbs = new Set(
  (
    "sink sinks train trains book books bowl bowls fork forks cycle cycles tie ties ski skis bear bears duck ducks clock " +
    "clocks cup cups coach coaches bike bikes figure figures monitor monitors phone phones face faces bus ship ships"
  ).split(" "),
);

export interface ThingName {
  readonly kind: "object" | "face";
  /** Names that a detector uses; any of them counts. */
  readonly labels: readonly string[];
  /** The word says more than the detector can tell. */
  readonly narrower: boolean;
  /** The word is a verb as well. */
  readonly verb?: true;
}

const names = new Map<string, ThingName>();
for (const [labels, exact, narrower] of table) {
  const of = labels.split(",");
  for (const word of exact.split("|")) names.set(word, { kind: "object", labels: of, narrower: false });
  for (const word of narrower?.split("|") ?? [])
    names.set(word, { kind: "object", labels: of, narrower: true });
}
for (const word of ["face", "faces"]) names.set(word, { kind: "face", labels: ["face"], narrower: false });

/** Most words that one name has. */
const longest = Math.max(...[...names.keys()].map((name) => name.split(" ").length));

/** The longest name that begins at word `at`, with how many words it takes. */
export function thingAt(
  words: readonly string[],
  at: number,
): { name: ThingName; words: number } | undefined {
  for (let count = Math.min(longest, words.length - at); count > 0; count--) {
    const name = names.get(words.slice(at, at + count).join(" "));
    const said = words.slice(at, at + count).join(" ");
    if (name) return { name: verbs.has(said) ? { ...name, verb: true } : name, words: count };
  }
  return undefined;
}
