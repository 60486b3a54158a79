import { Tabs } from "@base-ui/react/tabs";
import { Tooltip } from "@base-ui/react/tooltip";
import { useEffect, type ReactNode } from "react";
import {
  Group,
  Panel,
  Separator,
  useDefaultLayout,
  usePanelRef,
  type PanelProps,
} from "react-resizable-panels";
import { NotesPanel } from "../annotations/notes-panel.tsx";
import { ChatPanel } from "../chat/chat-panel.tsx";
import { ExportDialog } from "../export/export-dialog.tsx";
import { ExportProgress } from "../export/export-progress.tsx";
import { useKeys } from "../keys/use-keys.ts";
import { useMenu } from "../keys/use-menu.ts";
import { LibraryPanel } from "../library/library-panel.tsx";
import { PickerDialog } from "../library/picker-dialog.tsx";
import { FactsDialog } from "../library/facts-dialog.tsx";
import { TagsDialog } from "../library/tags-dialog.tsx";
import { Player } from "../player/player.tsx";
import { ResultsPanel } from "../results/results-panel.tsx";
import { Chips } from "../search/chips.tsx";
import { SearchBar } from "../search/search-bar.tsx";
import { SettingsDialog } from "../settings/settings-dialog.tsx";
import { useNotes } from "../state/annotations.ts";
import { useSearch } from "../state/search.ts";
import { setOpen, showTab, useUi, type Foldable } from "../state/ui.ts";
import { t } from "../strings/en.ts";
import { Timeline } from "../timeline/timeline.tsx";
import { ClockDialog } from "./clock-dialog.tsx";
import { Connection } from "./connection.tsx";
import { DropZone } from "./drop-zone.tsx";
import { GoToDialog } from "./go-to-dialog.tsx";
import { KeysDialog } from "./keys-dialog.tsx";
import { Notices } from "./notices.tsx";
import { Palette } from "./palette.tsx";

/** The window: library left, player in the middle, results and chat right, the timeline below over the full width. */
export function App() {
  useKeys();
  useMenu();
  const rows = useDefaultLayout({ id: "footnote-rows", panelIds: ["work", "time"] });
  const columns = useDefaultLayout({ id: "footnote-columns", panelIds: ["library", "player", "side"] });
  return (
    <Tooltip.Provider delay={500}>
      <div className="app">
        <Connection />
        <SearchBar />
        <Chips />
        <Group
          className="rows"
          orientation="vertical"
          defaultLayout={rows.defaultLayout}
          onLayoutChanged={rows.onLayoutChanged}
        >
          <Panel id="work" minSize={220} defaultSize="64%">
            <Group
              orientation="horizontal"
              defaultLayout={columns.defaultLayout}
              onLayoutChanged={columns.onLayoutChanged}
            >
              <Folding id="library" minSize={180} defaultSize={ofWidth(0.14, 248, 340)} maxSize="35%">
                <LibraryPanel />
              </Folding>
              <Separator className="split vertical" />
              <Panel id="player" minSize={320}>
                <Player />
              </Panel>
              <Separator className="split vertical" />
              <Folding id="side" minSize={260} defaultSize={ofWidth(0.2, 360, 480)} maxSize="45%">
                <Side />
              </Folding>
            </Group>
          </Panel>
          <Separator className="split horizontal" />
          <Folding id="time" minSize={140} defaultSize="36%">
            <Timeline />
          </Folding>
        </Group>
        <Notices />
        <DropZone />
        <Palette />
        <KeysDialog />
        <SettingsDialog />
        <PickerDialog />
        <TagsDialog />
        <FactsDialog />
        <GoToDialog />
        <ClockDialog />
        <ExportDialog />
        <ExportProgress />
      </div>
    </Tooltip.Provider>
  );
}

/** A share of the window's width between two sizes in pixels: what a panel has before a hand changes it. */
const ofWidth = (share: number, least: number, most: number): number =>
  Math.round(Math.min(most, Math.max(least, innerWidth * share)));

/** A panel that folds away, by key or by being dragged shut, and comes back at the size it had. */
function Folding({
  id,
  children,
  ...sizes
}: { readonly id: Foldable; readonly children: ReactNode } & Pick<
  PanelProps,
  "minSize" | "maxSize" | "defaultSize"
>) {
  const shown = useUi((s) => s[id]);
  const panel = usePanelRef();
  useEffect(() => {
    if (!shown) return panel.current?.collapse();
    if (!panel.current?.isCollapsed()) return;
    panel.current.expand();
    // Folded away since the start, it has no size of its own to come back to.
    const size = Number(localStorage.getItem(`footnote.size.${id}`));
    if (size > panel.current.getSize().inPixels) panel.current.resize(size);
  }, [shown, panel, id]);
  return (
    <Panel
      id={id}
      panelRef={panel}
      collapsible
      collapsedSize={0}
      groupResizeBehavior={id === "time" ? "preserve-relative-size" : "preserve-pixel-size"}
      onResize={(size, _id, before) => {
        // Only what a hand did: the first size is the one that was asked for.
        if (!before) return;
        setOpen(id, size.inPixels > 0);
        const { inPixels } = size.inPixels > 0 ? size : before;
        if (inPixels > 0) localStorage.setItem(`footnote.size.${id}`, String(Math.round(inPixels)));
      }}
      {...sizes}
    >
      {/* Folded away it is there for nobody, screen readers and the Tab key included. */}
      <div className="fold" inert={!shown}>
        {children}
      </div>
    </Panel>
  );
}

function Side() {
  const tab = useUi((s) => s.tab);
  const count = useSearch((s) => (s.result?.answerable ? s.result.moments.length : undefined));
  const notes = useNotes((s) => s.list.length);
  return (
    <Tabs.Root
      className="panel side"
      value={tab}
      onValueChange={(value) => showTab(value === "chat" || value === "notes" ? value : "results")}
    >
      <Tabs.List className="tabs">
        <Tabs.Tab className="tab" value="results">
          {t.results.title} {count !== undefined && <span className="badge">{count}</span>}
        </Tabs.Tab>
        <Tabs.Tab className="tab" value="notes">
          {t.notes.title} {notes > 0 && <span className="badge">{notes}</span>}
        </Tabs.Tab>
        <Tabs.Tab className="tab" value="chat">
          {t.chat.title}
        </Tabs.Tab>
        <Tabs.Indicator className="tab-mark" />
      </Tabs.List>
      <Tabs.Panel className="tab-panel" value="results">
        <ResultsPanel />
      </Tabs.Panel>
      <Tabs.Panel className="tab-panel" value="notes">
        <NotesPanel />
      </Tabs.Panel>
      <Tabs.Panel className="tab-panel" value="chat">
        <ChatPanel />
      </Tabs.Panel>
    </Tabs.Root>
  );
}
