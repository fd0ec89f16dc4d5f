import type { ReactNode } from "react";
import { Missing } from "./figure";

export type Fact = readonly [name: string, value: ReactNode];

interface FactsProps {
  facts: readonly Fact[];
  /** What it means when a value is null. */
  missing?: string;
}

/** Names and values, one under the other. */
export function Facts({ facts, missing = "Not reported by Proxmox VE" }: FactsProps) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 break-words text-right">{value ?? <Missing reason={missing} />}</dd>
        </div>
      ))}
    </dl>
  );
}
