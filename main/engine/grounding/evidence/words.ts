import type { Cue } from "../../../../contract/media.ts";
import type { StoredVoices } from "../../audio/voices.ts";
import type { Concept } from "../questions/concepts.ts";
import type { Leaf, WordPlace } from "../questions/tree.ts";
import { painted } from "./grid.ts";
import { clamp, secondsText, type Evidence, type Hit, type Unusable } from "./hit.ts";
import { confidence } from "../presence/confidence.ts";
import { wordsTable } from "../presence/words-table.ts";
import { topicOf } from "./topic.ts";
import { findPhrase, keywords, tokens, type Token } from "./phrase-match.ts";
import type { Reader } from "./reader.ts";

/** Cues closer than this belong to one passage. */
const sameBreath = 1.2;

const placed = (cues: readonly Cue[], place: WordPlace): Cue[] =>
  cues.filter((cue) => place === "anywhere" || (cue.source === "screen") === (place === "written"));

const missing = (place: WordPlace, reader: Reader): Unusable => ({
  unusable:
    place === "written"
      ? `no text was read from the pictures of ${reader.file.file}`
      : `there are no subtitles with ${reader.file.file}, and its speech was not transcribed`,
  needs: "words",
});

/** Quoted words, or words about something, in what is said and written. */
export async function wordEvidence(
  leaf: Leaf & { op: "words" },
  reader: Reader,
): Promise<Evidence | Unusable> {
  const cues = placed(reader.file.cues ?? [], leaf.place);
  const hits = leaf.exact
    ? phraseHits(cues, leaf.phrase)
    : merged(
        merged(topicHits(cues, leaf.phrase, 0.6), passageHits(reader.file.cues ?? [], leaf)),
        await meaningHits(leaf.phrase, leaf.place, reader),
      );
  if (hits.length === 0 && !wasLookedFor(leaf.place, cues, reader)) return missing(leaf.place, reader);
  return { hits, nature: "event", curve: painted(hits, reader.grid) };
}

/** Whether words that are not found can be said not to be there. Text on screen does not stand for what is said. */
function wasLookedFor(place: WordPlace, cues: readonly Cue[], { file }: Reader): boolean {
  const written = file.screenIsRead === true || cues.some((cue) => cue.source === "screen");
  if (place === "written") return written;
  const spoken = file.speechIsWritten === true || cues.some((cue) => cue.source !== "screen");
  return spoken || (place === "anywhere" && written && file.hasSound === false);
}

/** Cues whose words name what a picture is asked for: a hint, not a sight of it. */
export async function mentions(statement: string, reader: Reader): Promise<Evidence | undefined> {
  const cues = reader.file.cues ?? [];
  if (cues.length === 0) return undefined;
  const hits = merged(topicHits(cues, statement, 0.99), await meaningHits(statement, "anywhere", reader));
  return { hits, nature: "event", curve: painted(hits, reader.grid) };
}

function phraseHits(cues: readonly Cue[], phrase: string): Hit[] {
  const wanted = tokens(phrase);
  const hits: Hit[] = [];
  for (const source of ["subtitle", "speech", "screen"] as const) {
    const own = cues.filter((cue) => cue.source === source);
    // A phrase may run over the end of a cue, so all of one source are read as one text.
    const words: Token[] = [];
    const owner: number[] = [];
    /** When each of them was said, where that is known to the word. */
    const times: ({ readonly start: number; readonly end: number } | undefined)[] = [];
    for (const [i, cue] of own.entries())
      for (const part of cue.words ?? [{ text: cue.text, start: NaN, end: NaN }])
        for (const token of tokens(part.text)) {
          words.push(token);
          owner.push(i);
          times.push(Number.isNaN(part.start) ? undefined : part);
        }
    for (const match of findPhrase(words, wanted)) {
      const first = own[owner[match.from] ?? 0];
      const last = own[owner[match.to - 1] ?? 0];
      if (!first || !last || last.start - first.end > 3) continue;
      const text = first === last ? first.text : `${first.text} ${last.text}`;
      const start = times[match.from]?.start ?? first.start;
      const end = times[match.to - 1]?.end ?? last.end;
      hits.push(cueHit(start, end, source, text, 0.97 * match.score, first.place));
    }
  }
  return apart(hits);
}

/** Cues that hold at least `least` of the telling words (by their stems), rarer words weighing more. */
function topicHits(cues: readonly Cue[], phrase: string, least: number): Hit[] {
  const wanted = [...new Set(keywords(phrase).map((token) => token.stem))];
  const stems = cues.map((cue) => new Set(tokens(cue.text).map((token) => token.stem)));
  const weight = new Map(
    wanted.map((stem) => [
      stem,
      Math.log(1 + cues.length / (1 + stems.filter((set) => set.has(stem)).length)),
    ]),
  );
  const total = wanted.reduce((sum, stem) => sum + (weight.get(stem) ?? 0), 0);
  const hits: Hit[] = [];
  cues.forEach((cue, i) => {
    const held = wanted.filter((stem) => stems[i]?.has(stem));
    const share = total > 0 ? held.reduce((sum, stem) => sum + (weight.get(stem) ?? 0), 0) / total : 0;
    if (share >= least)
      hits.push(cueHit(cue.start, cue.end, cue.source, cue.text, 0.4 + 0.5 * share, cue.place));
  });
  return apart(hits);
}

/** Passages about something whose cues do not say it in so many words; by films' words in order of time, each source by itself. */
function passageHits(
  cues: readonly Cue[],
  { phrase, place }: Pick<Leaf & { op: "words" }, "phrase" | "place">,
): Hit[] {
  const asked = (["subtitle", "speech", "screen"] as const).filter(
    (source) => place === "anywhere" || (source === "screen") === (place === "written"),
  );
  return asked.flatMap((source) => {
    const own = bySource(cues, source);
    const { passages, strength } = topicOf(own, phrase);
    const sure = confidence(strength, wordsTable);
    if (sure.kind !== "calibrated") return [];
    return passages.flatMap(({ from, to, fit }, n): Hit[] => {
      const said = own.slice(from, to);
      const [first, last] = [said[0], said.at(-1)];
      if (!first || !last) return [];
      // The table was fitted on first answers.
      const score = n === 0 ? sure.value : sure.value * (0.7 + 0.25 * fit);
      const line = said.map((cue) => cue.text).join(" ");
      const hit = cueHit(first.start, last.end, source, line, score, first.place);
      const known = `of such answers ${Math.round(100 * sure.value)} % were right (${sure.provenance})`;
      const grounds = hit.grounds.map((ground) => ({
        ...ground,
        text: `about it by its words, ${ground.text}${n === 0 ? `; ${known}` : ""}`,
      }));
      return [{ ...hit, grounds, ...(n === 0 ? { calibrated: score } : {}) }];
    });
  });
}

const sources = new WeakMap<readonly Cue[], Map<Cue["source"], readonly Cue[]>>();

/** The cues of one source in order of time; the same list each time, as what is learned of words is kept with it. */
function bySource(cues: readonly Cue[], source: Cue["source"]): readonly Cue[] {
  const known = sources.get(cues) ?? new Map<Cue["source"], readonly Cue[]>();
  sources.set(cues, known);
  const own =
    known.get(source) ?? cues.filter((cue) => cue.source === source).toSorted((a, b) => a.start - b.start);
  known.set(source, own);
  return own;
}

/** Deviations above the usual from which a passage is about something, and those at which it surely is. */
const about = 3;
const surely = 6;

/** Passages that mean what is asked, whatever their words are; where a text encoder knows them. */
async function meaningHits(phrase: string, place: WordPlace, { file }: Reader): Promise<Hit[]> {
  const { meaning } = file;
  if (!meaning) return [];
  const above = await meaning.unusualness(phrase);
  return meaning.passages.flatMap(({ start, end, source, text }, i) => {
    const far = above[i] ?? 0;
    if (far < about || (place !== "anywhere" && (source === "screen") !== (place === "written"))) return [];
    const score = clamp(0.45 + (0.35 * (far - about)) / (surely - about), 0.45, 0.8);
    const hit = cueHit(start, end, source, text, score);
    return [{ ...hit, grounds: hit.grounds.map((g) => ({ ...g, text: `by its meaning, ${g.text}` })) }];
  });
}

/** Hits by their words, and those by their meaning which the words did not find. */
function merged(byWords: readonly Hit[], byMeaning: readonly Hit[]): Hit[] {
  const more = byMeaning.filter((hit) =>
    byWords.every((other) => hit.end <= other.start || hit.start >= other.end),
  );
  return more.length === 0 ? [...byWords] : apart([...byWords, ...more]);
}

const verbs = { subtitle: "subtitle", speech: "said", screen: "on screen" } as const;

function cueHit(
  start: number,
  end: number,
  source: Cue["source"],
  text: string,
  score: number,
  place?: Cue["place"],
): Hit {
  const line = text.replaceAll(/\s+/g, " ").trim();
  const shown = line.length > 160 ? `${line.slice(0, 157)}…` : line;
  return {
    start,
    end: Math.max(end, start),
    score,
    grounds: [
      {
        source,
        text: `${verbs[source]}: “${shown}”`,
        score,
        at: [start],
        ...(place ? { boxes: [{ label: "text", score, ...place }] } : {}),
      },
    ],
  };
}

/** In order; what overlaps or follows in the same breath is one hit. */
function apart(hits: readonly Hit[]): Hit[] {
  const out: Hit[] = [];
  for (const hit of [...hits].sort((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (last && hit.start - last.end < sameBreath / 2)
      out[out.length - 1] = {
        start: last.start,
        end: Math.max(last.end, hit.end),
        score: Math.max(last.score, hit.score),
        grounds: [...last.grounds, ...hit.grounds].slice(0, 6),
      };
    else out.push(hit);
  }
  return out;
}

/** Where somebody speaks, where nobody does, where text is on screen: by the cues, and by a voice detector that listened. */
export function speechEvidence(concept: Concept, reader: Reader): Evidence | Unusable {
  const place = concept === "words.screen" ? "written" : "spoken";
  const cues = placed(reader.file.cues ?? [], place).sort((a, b) => a.start - b.start);
  if (place === "spoken" && reader.file.voices)
    return voiceEvidence(concept === "words.none", reader.file.voices, cues, reader);
  if (cues.length === 0 && place === "written" && reader.file.screenIsRead)
    return { hits: [], nature: "state", curve: painted([], reader.grid) };
  if (cues.length === 0)
    return place === "written"
      ? missing(place, reader)
      : {
          unusable: `there are no subtitles with ${reader.file.file}, its speech was not transcribed, and no voice detector listened to it`,
          needs: "words",
        };
  const passages: { start: number; end: number; cues: Cue[] }[] = [];
  for (const cue of cues) {
    const last = passages.at(-1);
    if (last && cue.start - last.end < sameBreath) {
      last.end = Math.max(last.end, cue.end);
      last.cues.push(cue);
    } else passages.push({ start: cue.start, end: cue.end, cues: [cue] });
  }
  if (concept === "words.none") {
    const hits: Hit[] = [];
    let from = 0;
    const end = reader.grid.count * reader.grid.step;
    for (const passage of [...passages, { start: end, end }]) {
      if (passage.start - from >= 1) hits.push(silent(from, passage.start));
      from = Math.max(from, passage.end);
    }
    return { hits, nature: "state", curve: painted(hits, reader.grid) };
  }
  const hits = passages.map((passage) => {
    const first = passage.cues[0];
    const words = passage.cues.reduce((sum, cue) => sum + tokens(cue.text).length, 0);
    const hit = cueHit(
      passage.start,
      passage.end,
      first?.source ?? "subtitle",
      first?.text ?? "",
      clamp(0.75 + words * 0.01, 0.75, 0.95),
      first?.place,
    );
    return words > tokens(first?.text ?? "").length && hit.grounds[0]
      ? {
          ...hit,
          grounds: [
            {
              ...hit.grounds[0],
              text: `${words} words in ${secondsText(passage.end - passage.start)}, from “${first?.text ?? ""}”`,
            },
          ],
        }
      : hit;
  });
  return { hits, nature: "state", curve: painted(hits, reader.grid) };
}

function silent(start: number, end: number, source: "subtitle" | "speech" = "subtitle", by = "words"): Hit {
  const text = `no ${by} for ${secondsText(end - start)}`;
  return {
    start,
    end,
    score: 0.7,
    grounds: [{ source, text, score: 0.7, at: [(start + end) / 2] }],
  };
}

/** Stretches of speech by their sound; a pause for breath parts nothing. What is said there is added where it is known. */
function voiceEvidence(
  nobody: boolean,
  { spans, step, chances, model }: StoredVoices,
  cues: readonly Cue[],
  { grid }: Reader,
): Evidence {
  const passages: { start: number; end: number; spoken: number }[] = [];
  for (const { start, end } of spans) {
    const last = passages.at(-1);
    if (last && start - last.end < sameBreath) [last.end, last.spoken] = [end, last.spoken + end - start];
    else passages.push({ start, end, spoken: end - start });
  }
  const end = grid.count * grid.step;
  if (nobody) {
    const hits: Hit[] = [];
    let from = 0;
    for (const passage of [...passages, { start: end, end }]) {
      if (passage.start - from >= 1)
        hits.push(silent(from, passage.start, "speech", `voice (${model.title})`));
      from = Math.max(from, passage.end);
    }
    return { hits, nature: "state", curve: painted(hits, grid) };
  }
  const hits = passages
    .filter((passage) => passage.start < end)
    .map((passage): Hit => {
      const [from, to] = [Math.floor(passage.start / step), Math.ceil(passage.end / step)];
      const heard = [...chances.subarray(from, to)].sort((a, b) => b - a);
      const strong = heard.slice(0, Math.max(1, heard.length >> 1));
      const mean = strong.reduce((sum, chance) => sum + chance, 0) / strong.length;
      const score = clamp(0.5 + 0.47 * ((mean - 0.5) / 0.45), 0.45, 0.97);
      const text = `somebody speaks: ${secondsText(passage.spoken)} of ${secondsText(passage.end - passage.start)} (voice detector ${model.title})`;
      const said = cues.find((cue) => cue.start < passage.end && cue.end > passage.start);
      return {
        start: passage.start,
        end: passage.end,
        score,
        grounds: [
          { source: "speech", text, score, at: [(passage.start + passage.end) / 2] },
          ...(said ? cueHit(said.start, said.end, said.source, said.text, score).grounds : []),
        ],
      };
    });
  // Words without a voice: a whisper, or a line that the detector did not take for speech.
  const unheard = cues
    .filter((cue) => passages.every((p) => cue.end <= p.start || cue.start >= p.end))
    .map((cue) => cueHit(cue.start, cue.end, cue.source, cue.text, 0.5));
  const all = apart([...hits, ...unheard]);
  return { hits: all, nature: "state", curve: painted(all, grid) };
}
