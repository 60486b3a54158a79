/** What the shell and the engine's process say to each other beside the contract: few, small, and checked by kind. */
export type ToEngine =
  /** A window's port comes with it: the contract is spoken over it. */
  | { readonly kind: "window" }
  /** The port for bulk data comes with it. */
  | { readonly kind: "bulk" }
  /** Paths that the shell's own dialog, a drop or the command line named; answered with their picks. */
  | { readonly kind: "picks"; readonly id: number; readonly paths: readonly string[] }
  | { readonly kind: "stop" };

export type FromEngine =
  | { readonly kind: "ready" }
  | { readonly kind: "picks"; readonly id: number; readonly picks: readonly string[] }
  /** A window called files.dialog: the shell opens it and answers with the paths. */
  | { readonly kind: "dialog"; readonly id: number; readonly what: "files" | "folder" }
  /** A window called files.saveDialog: answered with one path, or none. */
  | {
      readonly kind: "saveDialog";
      readonly id: number;
      readonly what: "file" | "folder";
      readonly name: string;
    }
  | { readonly kind: "failed"; readonly message: string; readonly hint: string }
  | { readonly kind: "stopped" };

export type DialogAnswer = {
  readonly kind: "dialog";
  readonly id: number;
  readonly paths: readonly string[];
};
