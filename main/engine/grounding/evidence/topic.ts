import type { Cue } from "../../../../contract/media.ts";
import { fitLatentSpace } from "../../words/text-search/latent.ts";
import {
  prepareTexts,
  textCurve,
  type PreparedTexts,
  type TextModel,
} from "../../words/text-search/text-curve.ts";
import { synonymsOf } from "../../words/text-search/synonyms.ts";
import { stemsOf } from "../../words/text-search/tokenise.ts";
import { buildTextIndex, tfIdf } from "../../words/text-search/text-index.ts";
import { bankPeaks, peakOf, presenceOf } from "../presence/presence.ts";
import { queryBank } from "../presence/query-bank.ts";
import { displaySet } from "../spans/display.ts";
import { groundCurve } from "../spans/ground-curve.ts";

/** What was learned of the words of one film. */
interface Words {
  readonly model: TextModel;
  readonly prepared: PreparedTexts;
  readonly stems: readonly ReadonlySet<string>[];
  /** Peaks of general sentences on these words. */
  readonly bank: Float64Array;
}

/** Cues from which the company of words tells something; directions of that space at most. */
const fewCues = 30;
const mostDirections = 24;

const known = new WeakMap<readonly Cue[], Words>();

/** Words of a film by their company, learned once for a list of cues. */
function wordsOfFilm(cues: readonly Cue[]): Words {
  const held = known.get(cues);
  if (held) return held;
  const texts = cues.map((cue) => cue.text);
  const index = buildTextIndex(texts);
  const width = Math.min(mostDirections, Math.floor(texts.length / 3));
  const model: TextModel =
    texts.length < fewCues || width === 0
      ? { index }
      : {
          index,
          space: fitLatentSpace(
            index,
            texts.map((text) => tfIdf(index, text)),
            width,
          ),
        };
  const prepared = prepareTexts(model, texts);
  // Whether it is there at all is told by the words themselves: the company of words in one film alone says yes too easily.
  const bank = bankPeaks(queryBank, (sentence) => plainCurve({ model, prepared }, sentence));
  const words = { model, prepared, bank, stems: prepared.stems.map((own) => new Set(own)) };
  known.set(cues, words);
  return words;
}

const plainCurve = ({ model, prepared }: Pick<Words, "model" | "prepared">, text: string): Float64Array =>
  textCurve(model, prepared, text, { feedback: 0, latent: 0 });

/** A run of cues that is about something. */
export interface Passage {
  /** Cues, half-open. */
  readonly from: number;
  readonly to: number;
  /** Its score among the passages found, 0 to 1. */
  readonly fit: number;
}

/** What cues in order of time say about something. */
export interface TopicFound {
  /** Best first; none where it is not there. */
  readonly passages: readonly Passage[];
  /** How strong the best one is, 0 to 1: a score to be calibrated, no chance. */
  readonly strength: number;
}

/** General sentences that may reach the best words, and the least share of the question that a passage must hold. */
const limits = { p: 0.2, share: 0.3 };
/** What a synonym counts beside the question's own word. */
const synonymShare = 0.6;

/**
 * Passages of a film's cues that are about something, by the words channel of docs/grounding.md: where, by the curve of all three
 * readings; whether at all, by the rank of its words among general sentences, and by how much of what was asked the passage
 * holds. Nothing for so few cues that their words tell nothing of each other.
 */
export function topicOf(cues: readonly Cue[], phrase: string): TopicFound {
  const nothing: TopicFound = { passages: [], strength: 0 };
  if (cues.length < fewCues) return nothing;
  const words = wordsOfFilm(cues);
  const { p, z } = presenceOf(peakOf(plainCurve(words, phrase)), words.bank);
  if (p > limits.p) return nothing;
  const ranked = groundCurve(textCurve(words.model, words.prepared, phrase), {
    order: "learned",
    ...(words.prepared.latent ? { embeddings: words.prepared.latent } : {}),
  });
  const share = shareOf(words, phrase);
  const shown = displaySet(ranked)
    .map(({ start, end, score }) => ({ from: start, to: end, score, share: share(start, end) }))
    .filter((one) => one.share >= limits.share);
  const [best] = shown;
  if (!best) return nothing;
  const passages = shown.map(({ from, to, score }) => ({
    from,
    to,
    fit: best.score > 0 ? Math.min(1, score / best.score) : 0,
  }));
  return { passages, strength: Math.max(0, Math.min(1, z / 12 + best.share / 2)) };
}

/** How much of a question's words, rarer ones weighing more, stands in some cues. */
function shareOf({ stems }: Words, phrase: string): (from: number, to: number) => number {
  const asked = [...new Set(stemsOf(phrase))].map((stem) => {
    const held = stems.filter((own) => own.has(stem)).length;
    return { stem, others: synonymsOf(stem), weight: Math.log(1 + stems.length / (1 + held)) };
  });
  const total = asked.reduce((sum, { weight }) => sum + weight, 0);
  return (from, to) => {
    const here = new Set(stems.slice(from, to).flatMap((own) => [...own]));
    const worth = ({ stem, others }: (typeof asked)[number]): number =>
      here.has(stem) ? 1 : others.some((other) => here.has(other)) ? synonymShare : 0;
    return total > 0 ? asked.reduce((sum, one) => sum + one.weight * worth(one), 0) / total : 0;
  };
}
