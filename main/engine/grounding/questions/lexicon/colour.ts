import type { ColourTerm } from "../../../signals/names.ts";
import type { Extent } from "../tree.ts";
import { means, phrase, type Entry } from "./entry.ts";

/** Names of colours and the basic terms that a picture of them is measured in. */
export const shades: Readonly<Record<string, readonly ColourTerm[]>> = {
  red: ["red"],
  reddish: ["red"],
  crimson: ["red"],
  scarlet: ["red"],
  ruby: ["red"],
  vermilion: ["red", "orange"],
  burgundy: ["red", "brown"],
  maroon: ["red", "brown"],
  cherry: ["red"],
  rust: ["brown", "orange"],
  orange: ["orange"],
  amber: ["orange", "yellow"],
  tangerine: ["orange"],
  apricot: ["orange"],
  peach: ["orange", "pink"],
  coral: ["orange", "pink"],
  copper: ["orange", "brown"],
  yellow: ["yellow"],
  yellowish: ["yellow"],
  golden: ["yellow", "orange"],
  gold: ["yellow", "orange"],
  lemon: ["yellow"],
  mustard: ["yellow", "brown"],
  ochre: ["yellow", "brown"],
  green: ["green"],
  greenish: ["green"],
  emerald: ["green"],
  lime: ["green", "yellow"],
  olive: ["green", "brown"],
  khaki: ["green", "brown"],
  mint: ["green"],
  turquoise: ["blue", "green"],
  teal: ["blue", "green"],
  cyan: ["blue", "green"],
  aqua: ["blue", "green"],
  blue: ["blue"],
  bluish: ["blue"],
  navy: ["blue"],
  azure: ["blue"],
  cobalt: ["blue"],
  ultramarine: ["blue"],
  indigo: ["blue", "purple"],
  purple: ["purple"],
  violet: ["purple"],
  lilac: ["purple"],
  lavender: ["purple"],
  mauve: ["purple"],
  plum: ["purple"],
  magenta: ["pink", "purple"],
  fuchsia: ["pink", "purple"],
  pink: ["pink"],
  pinkish: ["pink"],
  salmon: ["pink", "orange"],
  brown: ["brown"],
  brownish: ["brown"],
  tan: ["brown"],
  beige: ["brown", "white"],
  bronze: ["brown"],
  chocolate: ["brown"],
  white: ["white"],
  whitish: ["white"],
  ivory: ["white"],
  cream: ["white", "yellow"],
  grey: ["grey"],
  gray: ["grey"],
  greyish: ["grey"],
  grayish: ["grey"],
  silver: ["grey"],
  black: ["black"],
};

const name = Object.keys(shades).join("|");
const tone =
  "(?:light|dark|deep|pale|bright|vivid|rich|pastel|neon|hot|sky|royal|blood|dull|navy|emerald|lime|olive|lemon|cherry|ruby|wine|mint|forest|sea|electric|ice|powder|midnight|baby|rose|burnt|golden|mustard|chocolate|steel)[- ]";
const colour = `(?:${tone})?(${name})`;
const thing =
  "(?: (?:thing|things|object|objects|colou?r|colou?rs|tone|tones|hue|hues|stuff|areas?|surface|tint|light|lights))?";

const make =
  (extent: Extent): Entry["make"] =>
  (match) => {
    const found = match.slice(1).find((group) => group !== undefined) ?? "";
    return { op: "colour", name: found, colours: shades[found] ?? [], extent };
  };

/** Phrasings of colours and of how strong they are. */
export const colourEntries: readonly Entry[] = [
  {
    patterns: phrase(
      `(?:the |a |an )?(?:whole |entire |full )?(?:picture|image|screen|frame)(?: (?:is|was|goes|turns|becomes|all|completely|entirely|full of))* ${colour}`,
      `(?:all|completely|entirely|nothing but|totally) ${colour}`,
      `(?:a |an |the )?${colour} (?:screen|frames?|picture|image)`,
    ),
    make: make("whole"),
  },
  {
    patterns: phrase(
      `(?:mostly|mainly|predominantly|very|largely|a lot of|lots of|plenty of|much|full of|dominated by|drenched in|bathed in|so much|tinted|flooded with) ${colour}(?: (?:picture|image|screen|frame|scene|shot))?${thing}`,
      `(?:about |at least |more than |over )?half (?:of )?(?:the |a )?(?:picture|screen|frame|image)(?: (?:is|was|are|in))* ${colour}`,
      `${colour} (?:(?:fills|covers|takes(?: up)?) (?:most|much|half|a lot) of (?:the )?(?:picture|screen|frame|image)|dominates|everywhere|is everywhere|fills (?:the )?(?:picture|screen|frame)|all over)`,
      `(?:turns?|turning|goes|going|becomes?|becoming) ${colour}`,
    ),
    make: make("much"),
  },
  {
    patterns: phrase(
      `(?:something|anything|some|any|things|the colou?r|colou?r|in|a bit of|a little|a|an|the)? ?${colour}${thing}`,
    ),
    make: make("some"),
  },
  {
    patterns: phrase(
      `(?:something |anything |in |a |an |the )?${colour} (?:or|and/or) (?:a |an |the )?${colour}${thing}`,
    ),
    make: (match) => {
      const names = match.slice(1).filter((group) => group !== undefined);
      const colours = [...new Set(names.flatMap((one) => shades[one] ?? []))];
      return { op: "colour", name: names.join(" or "), colours, extent: "some" };
    },
  },
  means(
    "colour.vivid",
    "(?:very |really )*(?:colou?rful|vivid|vibrant|saturated|multi[- ]?colou?red)(?: (?:picture|image|scene|shot)s?)?",
    "(?:lots of|many|rich|bright|strong|vivid|vibrant|bold|intense) colou?rs?",
  ),
  means(
    "colour.pale",
    "(?:very |really )*(?:desaturated|washed[- ]out|faded|drab|unsaturated)(?: (?:colou?rs?|picture|image|look))?",
    "(?:pale|muted|weak|dull|faded|little|few|subdued) colou?rs?|low saturation",
  ),
  means(
    "colour.none",
    "(?:in )?(?:black[- ](?:and|&|n)[- ]white|b ?& ?w|b/w|monochrome|monochromatic|gr[ae]y[- ]?scale|colou?rless)(?: (?:picture|image|footage|film|shot|scene|part)s?)?",
    "(?:no|without|without any|lacking) colou?rs?",
  ),
  means(
    "colour.most",
    "(?:the )?(?:most (?:colou?rful|vivid|saturated)|strongest colou?rs|reddest)(?: (?:point|moment|part|frame|shot|scene))?",
  ),
];
