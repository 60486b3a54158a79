import { means, picture, type Entry } from "./entry.ts";

const any = "(?:a |an |the |any |every |each |all |hard |jump |straight |sharp |quick |smash |match )*";

/** Phrasings of cuts, dissolves, fades and of shots by their length. */
export const editingEntries: readonly Entry[] = [
  means(
    "shot.cut",
    // "cuts a tomato" is no edit: the verb may only be followed by what an edit is followed by.
    `${any}cuts?(?=\\s*$|\\s*,| (?:to|from|between|in the|at|and|then|or|within|away|happens?|occurs?|comes?))(?: (?:away|happens?|occurs?|comes?))?`,
    "(?:hard|jump|straight|smash|match) ?cuts?|(?:the )?(?:film|video|picture|scene|edit|camera) (?:is )?cuts?|cutting(?= *$| (?:to|between))|shot[- ]cuts?",
  ),
  means(
    "shot.dissolve",
    `${any}(?:cross[- ]?)?dissolv(?:es|e|ing)|${any}cross[- ]?fad(?:es|e|ing)|${any}soft transitions?|gradual transitions?|blends? (?:in)?to(?: one another)?`,
  ),
  means(
    "shot.change",
    "(?:a |an |the |any |every |each |all )*(?:shot|scene|camera angle)[- ](?:changes?|boundary|boundaries|transitions?|switch(?:es)?|breaks?)",
    "(?:a |an |the |any |every |each |all )*(?:scene cuts?|transitions?|edit points?|edits)",
    "(?:the )?(?:shot|scene|picture|angle) (?:changes|switches)|(?:a |the )?(?:new|next) (?:shot|scene) (?:begins|starts|comes)|changes? of (?:shot|scene)",
  ),
  means(
    "shot.fadeOut",
    `(?:${picture} )?fad(?:es|e|ed|ing)[- ](?:out|to black|to dark(?:ness)?|into black|away)`,
    "(?:a |the )?fade[- ]?outs?|(?:dips?|fades? down) to black|(?:the )?(?:end|final) fade",
  ),
  means(
    "shot.fadeIn",
    `(?:${picture} )?fad(?:es|e|ed|ing)[- ](?:(?:in|up) from black|in|up|from black)`,
    "(?:a |the )?fade[- ]?ins?|(?:the )?(?:picture|image|scene) (?:emerges|appears) from black",
  ),
  means("shot.fade", `${any}fad(?:es|e|ed|ing)(?: (?:in|out) (?:and|or) (?:in|out))?`),
  means(
    "shot.long",
    "(?:a |the |any |every |very |really )*(?:long|lengthy|extended) (?:shots?|takes?)|(?:shots?|takes?) (?:that (?:are|last)|lasting|which last) long",
  ),
  means(
    "shot.short",
    "(?:a |the |any |every |very |really )*(?:short|brief|quick) (?:shots?|takes?)|(?:shots?|takes?) (?:that (?:are|last)|lasting|which last) (?:short|briefly)",
  ),
  means(
    "shot.rapid",
    "(?:fast|rapid|quick|frantic|frequent)(?:ly)?[- ](?:cutting|cuts|editing|edits|edited|cut)|montages?|many cuts|lots of cuts",
  ),
];
