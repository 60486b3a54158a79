import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useRef, type ReactNode } from "react";
import { open, useUi, type Overlay } from "../state/ui.ts";
import { t } from "../strings/en.ts";

interface Props {
  /** It is on screen while this is the window's overlay. */
  readonly overlay: NonNullable<Overlay>;
  readonly title: string;
  readonly className: string;
  /** Without a head: the title is read out, and Escape or a click beside it closes. */
  readonly bare?: boolean;
  /** False: it stays away although it was asked for. */
  readonly when?: boolean;
  readonly children: ReactNode;
}

/** Where typing begins: in the first field, else nowhere yet. */
const firstField = (dialog: HTMLElement | null): HTMLElement | null =>
  dialog?.querySelector<HTMLElement>("input:not([type=checkbox]), textarea, [role=tab][data-active]") ??
  dialog;

/** A dialog over the window; its content is made anew each time it opens. */
export function Modal({ overlay, title, className, bare = false, when = true, children }: Props) {
  const shown = useUi((s) => s.overlay === overlay);
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root open={shown && when} onOpenChange={(now) => open(now ? overlay : undefined)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup
          ref={popup}
          className={`dialog ${className}`}
          initialFocus={() => firstField(popup.current)}
        >
          <Dialog.Title className={bare ? "hidden" : "dialog-title"}>{title}</Dialog.Title>
          {!bare && (
            <Dialog.Close className="icon-button dialog-close" aria-label={t.close}>
              <X size={16} aria-hidden />
            </Dialog.Close>
          )}
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
