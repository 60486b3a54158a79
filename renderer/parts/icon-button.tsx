import { Tooltip } from "@base-ui/react/tooltip";
import type { LucideIcon } from "lucide-react";
import type { Action } from "../keys/key-map.ts";
import { useChordText } from "../keys/use-keys.ts";

interface Props {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly onClick: () => void;
  /** Its keys stand in the tooltip. */
  readonly action?: Action;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly size?: "small" | "normal" | "large";
  readonly tone?: "plain" | "accent" | "danger";
}

/** A button that is a picture: its name is read out and stands in its tooltip, with its keys. */
export function IconButton(props: Props) {
  const {
    icon: Icon,
    label,
    onClick,
    action,
    pressed,
    disabled = false,
    size = "normal",
    tone = "plain",
  } = props;
  const chord = useChordText(action);
  return (
    <Tooltip.Root>
      <Tooltip.Trigger
        render={
          <button
            type="button"
            className={`icon-button ${size} ${tone}`}
            aria-label={label}
            aria-pressed={pressed}
            disabled={disabled}
            onClick={onClick}
          >
            <Icon size={size === "large" ? 20 : size === "small" ? 14 : 16} strokeWidth={1.8} aria-hidden />
          </button>
        }
      />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6}>
          <Tooltip.Popup className="tooltip">
            {label}
            {chord && <kbd>{chord}</kbd>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
