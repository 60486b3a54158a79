import type { Args, Method, Result, Service } from "../../contract/calls.ts";
import { FootnoteError } from "../../contract/errors.ts";
import type { PickId, SaveId } from "../../contract/ids.ts";
import type { FilePicker } from "./file-picker.ts";

/** How this host lets a person choose files: its own dialog, or the picker in the window. */
export interface HostFiles {
  readonly picker?: FilePicker;
  readonly dialog?: (kind: "files" | "folder") => Promise<PickId[]>;
  /** A dialog to save with a suggested name; undefined when it was closed. */
  readonly saveDialog?: (
    kind: "file" | "folder",
    name: string,
  ) => Promise<{ save: SaveId; exists: boolean } | undefined>;
}

type FileMethod = Extract<Method, `files.${string}`>;
type FileHandlers = { [M in FileMethod]: (args: Args<M>) => Promise<Result<M>> };

const none = (what: string): FootnoteError =>
  new FootnoteError("unsupported", `There is no ${what} here.`, {
    hint: "Choose files the other way that this window offers.",
  });

/** The engine's calls with the host's own files.* beside them: paths never leave this side. */
export function hostService(engine: Service, { picker, dialog, saveDialog }: HostFiles): Service {
  const handlers: FileHandlers = {
    "files.roots": () => Promise.resolve({ roots: picker?.roots() ?? [] }),
    "files.list": async ({ root, path }) => {
      if (!picker) throw none("file picker");
      return await picker.list(root, path);
    },
    "files.pick": async ({ root, paths }) => {
      if (!picker) throw none("file picker");
      return { picks: await picker.pick(root, paths) };
    },
    "files.dialog": async ({ kind }) => {
      if (!dialog) throw none("file dialog");
      return { picks: await dialog(kind) };
    },
    "files.save": async ({ root, path, name }) => {
      if (!picker) throw none("file picker");
      return await picker.save(root, path, name);
    },
    "files.saveDialog": async ({ kind, name }) => {
      if (!saveDialog) throw none("dialog to save");
      return (await saveDialog(kind, name)) ?? { exists: false };
    },
  };
  return {
    call: <M extends Method>(
      method: M,
      args: Args<M>,
      ctx: Parameters<Service["call"]>[2],
    ): Promise<Result<M>> => {
      const own = (handlers as Partial<Record<Method, (a: Args<M>) => Promise<unknown>>>)[method];
      return own ? (own(args) as Promise<Result<M>>) : engine.call(method, args, ctx);
    },
    onEvent: (listener) => engine.onEvent(listener),
  };
}
