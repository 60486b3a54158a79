/** Colours that are called after things one may film. */
const things = "cherry|orange|tangerine|apricot|peach|lemon|lime|olive|plum|salmon|mint|mustard|chocolate";
const one = new RegExp(`(?:^|\\s)(?:an?|two|three|four|five|eats?|eating|peels?|peeling) (?:${things})$`);
const cream = /(?:ice|whipped|sour|shaving|sun|face|hand)[- ]cream$/;
/** No name of another thing follows, so that the colour is none of that. */
const alone =
  /^\s*(?:$|[,.\ue000-\uf8ff]|(?:in|on|at|from|with|by|and|or|into|onto|near|under|over|is|are|beside|behind|to|off|of|for|next|lies|lying|being)\b)/;

/** Whether the name of a colour that ends at `end` is that of a thing there: "an orange on a plate", "ice cream"; not "an orange dress". */
export function isThing(text: string, end: number): boolean {
  const before = text.slice(0, end);
  return cream.test(before) || (one.test(before) && alone.test(text.slice(end)));
}
