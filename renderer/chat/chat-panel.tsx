import { ChevronDown, MessageSquareQuote, SendHorizontal, Square, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Footnote } from "../../contract/moments.ts";
import { unbroken } from "../parts/unbroken.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { ModelNote } from "../results/model-note.tsx";
import { ask, clearChat, stopAsking, useChat, type Turn } from "../state/chat.ts";
import { act, useLibrary } from "../state/library.ts";
import { keyOf } from "../state/marks.ts";
import { choose, useSearch } from "../state/search.ts";
import { useSession } from "../state/settings.ts";
import { openSettings } from "../state/ui.ts";
import { t } from "../strings/en.ts";
import { splitAnswer } from "./answer-text.ts";

/** A conversation about the footage: every claim carries the moment it rests on. */
export function ChatPanel() {
  const turns = useChat((s) => s.turns);
  const end = useRef<HTMLDivElement>(null);
  const length = turns.at(-1)?.text.length;
  // The steps come under the answer when it is done.
  const done = turns.at(-1)?.done !== undefined;
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [turns.length, length, done]);
  return (
    <div className="chat">
      <div className="turns">
        {turns.length === 0 && (
          <div className="empty-note">
            <MessageSquareQuote size={26} strokeWidth={1.4} aria-hidden />
            <h3>{t.chat.empty}</h3>
            <p>{t.chat.emptyHint}</p>
            <Starters />
          </div>
        )}
        {turns.map((turn, i) => (
          <TurnView key={turn.id} turn={turn} last={i === turns.length - 1} />
        ))}
        <div ref={end} />
      </div>
      <Box />
    </div>
  );
}

function Starters() {
  const sample = useSession((s) => s.hello?.sample);
  const selected = useLibrary((s) => s.selected);
  const own = sample?.mediaId === selected ? sample?.questions.slice(0, 1) : undefined;
  return (
    <ul className="suggestions" aria-label={t.search.tryThese}>
      {[...t.chat.examples, ...(own ?? [])].map((question) => (
        <li key={question}>
          <button type="button" className="suggestion" onClick={() => void ask(question)}>
            {question}
          </button>
        </li>
      ))}
    </ul>
  );
}

function TurnView({ turn, last }: { readonly turn: Turn; readonly last: boolean }) {
  return (
    <article className="turn">
      <p className="turn-question">{turn.question}</p>
      <div className="turn-answer" aria-live="polite">
        {turn.text === "" && !turn.error ? (
          <p className="thinking">{t.chat.thinking}</p>
        ) : (
          <Answer turn={turn} />
        )}
        {turn.error && (
          <p className="turn-error">
            {turn.error.message} {turn.error.hint}
          </p>
        )}
      </div>
      {last && turn.done?.result && <ModelNote result={turn.done.result} />}
      {turn.done?.result?.answerable === false && turn.done.result.needs === "model" && (
        <button type="button" className="button small turn-help" onClick={() => openSettings("models")}>
          {t.results.seeModels}
        </button>
      )}
      {turn.done && turn.done.steps.length > 0 && (
        <details className="steps">
          <summary>
            <ChevronDown size={12} aria-hidden /> {t.chat.steps(turn.done.steps.length)}
          </summary>
          <ol>
            {turn.done.steps.map((step, i) => (
              <li key={`${i} ${step.text}`}>
                {step.text} <small>{t.results.took(step.milliseconds)}</small>
              </li>
            ))}
          </ol>
        </details>
      )}
    </article>
  );
}

function Answer({ turn }: { readonly turn: Turn }) {
  const byNumber = new Map(turn.footnotes.map((f) => [f.n, f]));
  return splitAnswer(turn.text).map((line, i) => (
    <p key={i} className={line.item ? "answer-item" : ""}>
      {line.parts.map((part, k) => {
        const note = part.note === undefined ? undefined : byNumber.get(part.note);
        return note ? <Note key={k} footnote={note} /> : <span key={k}>{unbroken(part.text)}</span>;
      })}
    </p>
  ));
}

function Note({ footnote }: { readonly footnote: Footnote }) {
  const chosen = useSearch((s) => s.chosen === keyOf(footnote.moment));
  return (
    <button
      type="button"
      className={`footnote ${chosen ? "chosen" : ""} ${footnote.writtenBy === undefined ? "" : "written"}`}
      aria-label={`${t.chat.footnote(footnote.n)}: ${footnote.text}`}
      title={footnote.text}
      onClick={() => choose(footnote.moment)}
    >
      {footnote.n}
    </button>
  );
}

function Box() {
  const busy = useChat((s) => s.busy !== undefined);
  const any = useChat((s) => s.turns.length > 0);
  const [text, setText] = useState("");
  const send = (): void => {
    if (text.trim() === "" || busy) return;
    void ask(text);
    setText("");
  };
  return (
    <form
      className="chat-box"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {any && (
        <IconButton
          icon={Trash2}
          size="small"
          label={t.chat.clear}
          disabled={busy}
          onClick={() => act(clearChat)}
        />
      )}
      <textarea
        id="chat-box"
        rows={1}
        className="input"
        placeholder={t.chat.placeholder}
        aria-label={t.chat.placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      {busy ? (
        <IconButton icon={Square} label={t.chat.stop} onClick={stopAsking} />
      ) : (
        <IconButton
          icon={SendHorizontal}
          label={t.chat.send}
          tone="accent"
          disabled={text.trim() === ""}
          onClick={send}
        />
      )}
    </form>
  );
}
