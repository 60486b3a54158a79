import type { LucideIcon } from "lucide-react";

interface Props {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
  readonly children?: React.ReactNode;
}

/** What stands where a list would be: why it is empty, and what can be done about it. */
export function Note({ icon: Icon, title, text, children }: Props) {
  return (
    <div className="empty-note">
      <Icon size={26} strokeWidth={1.4} aria-hidden />
      <h3>{title}</h3>
      {text && <p>{text}</p>}
      {children}
    </div>
  );
}
