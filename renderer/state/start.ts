import type { EventData, EventName } from "../../contract/calls.ts";
import { call, keepConnected } from "../connection/engine.ts";
import { loadAnnotations, onAnnotations, useNotes } from "./annotations.ts";
import { loadChat, onAnswered, onDelta } from "./chat.ts";
import { loadDetail, useDetail } from "./detail.ts";
import { act, fileOf, loadLibrary, onJobsChanged, onLibraryChanged, useLibrary } from "./library.ts";
import { notify } from "./notices.ts";
import { loadMarks, onMark } from "./marks.ts";
import { findAgain, useSearch } from "./search.ts";
import { onSettings, useSession } from "./settings.ts";

/** More of a file is known when this changes. */
const known = (id: Parameters<typeof fileOf>[0]): string => {
  const file = fileOf(id);
  return file ? `${file.id} ${JSON.stringify(file.stages)}` : "";
};
let shown = "";
let searched = 0;

/** Reads the shown file anew when its index has moved on, and asks the question again over what is new. */
function follow(): void {
  const { selected, files } = useLibrary.getState();
  const now = known(selected);
  if (now !== shown) {
    shown = now;
    void loadDetail(selected);
  }
  if (selected !== useNotes.getState().id) act(() => loadAnnotations(selected));
  const { result, asked, question, alike, running } = useSearch.getState();
  if (!result || alike || running || question === "") return;
  const covered = result.coverage.reduce((sum, c) => sum + c.searchable, 0);
  const there = files
    .filter((f) => asked.length === 0 || asked.includes(f.id))
    .reduce((sum, f) => sum + f.searchable, 0);
  // As the first minutes come in, results do; not at every step, and once more at the end.
  if (
    there > covered + 0.5 &&
    (performance.now() - searched > 2000 || there === files.reduce((sum, f) => sum + f.duration, 0))
  ) {
    searched = performance.now();
    void findAgain();
  }
}

function onEvent<E extends EventName>(name: E, data: EventData<E>): void {
  const event = { name, data } as { [K in EventName]: { name: K; data: EventData<K> } }[EventName];
  switch (event.name) {
    case "library.changed":
      onLibraryChanged(event.data.files, event.data.removed);
      return follow();
    case "jobs.changed":
      return onJobsChanged(event.data.jobs, event.data.paused);
    case "marks.changed":
      return onMark(event.data);
    case "annotations.changed":
      return onAnnotations(event.data);
    case "chat.delta":
      return onDelta(event.data);
    case "chat.answered":
      return onAnswered(event.data);
    case "settings.changed":
      return onSettings(event.data);
    case "models.changed": {
      const { models } = event.data;
      return useSession.setState(({ hello }) => (hello ? { hello: { ...hello, models } } : {}));
    }
    case "notice":
      return notify(event.data.level, event.data.error ?? event.data.text);
  }
}

/** Connects the window to the engine and keeps what it shows true. */
export function start(): void {
  useLibrary.subscribe((now, before) => {
    if (now.selected !== before.selected) follow();
  });
  keepConnected({
    onStatus: (status, tries) => useSession.setState({ status, tries }),
    onOpen: (hello) => {
      useSession.setState({ hello });
      shown = "";
      useDetail.setState({ id: undefined });
      act(async () => {
        await loadLibrary();
        follow();
        onSettings(await call("settings.get", {}));
        await loadMarks();
        await loadAnnotations(useLibrary.getState().selected);
        await loadChat();
      });
    },
    onEvent,
  });
}
