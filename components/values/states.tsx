import type { LucideIcon } from "lucide-react";
import { Ban, CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

interface StateProps {
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}

/** Says what will be here and what to do for it. */
export function EmptyState({ Icon, title, children, action }: StateProps & { Icon: LucideIcon }) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <Icon aria-hidden className="size-6 text-faint" />
      <p className="font-medium text-lg">{title}</p>
      <div className="max-w-md text-muted">{children}</div>
      {action}
    </div>
  );
}

/** Says what failed and how to get on. */
export function ErrorState({ title, children, action }: StateProps) {
  return (
    <div role="alert" className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <CircleAlert aria-hidden className="size-6 text-bad" />
      <p className="font-medium text-lg">{title}</p>
      <div className="max-w-lg break-words text-muted">{children}</div>
      {action}
    </div>
  );
}

/** Says which role may see this. */
export function ForbiddenState({ title, children }: StateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <Ban aria-hidden className="size-6 text-warn" />
      <h1 className="font-medium text-lg">{title}</h1>
      <div className="max-w-md text-muted">{children}</div>
    </div>
  );
}
