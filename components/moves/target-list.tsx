"use client";

import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { Figure } from "@/components/values/figure";
import { Meter } from "@/components/values/meter";
import type { MigrationOption } from "@/lib/api/recommendations";
import { cn } from "@/lib/client/class-names";
import { formatDuration } from "@/lib/client/format/format-duration";
import { fractionQuantity } from "@/lib/client/format/format-percent";
import { KIND_WORDS } from "@/lib/client/recommendations/plan-words";

interface TargetListProps {
  options: readonly MigrationOption[];
  chosen: string | null;
  onChoose: (node: string) => void;
}

/** The other nodes, the best first, each with its load afterwards or with what stands against it. */
export function TargetList({ options, chosen, onChoose }: TargetListProps) {
  if (options.length === 0) return <p className="text-muted">The cluster has no other node.</p>;
  return (
    <fieldset className="flex flex-col divide-y divide-line overflow-hidden rounded-md border border-line">
      <legend className="sr-only">Node to move to</legend>
      {options.map((option) => (
        <label
          key={option.node}
          className={cn(
            "flex cursor-pointer items-start gap-2.5 px-3 py-2 hover:bg-hover has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent has-[:focus-visible]:-outline-offset-2",
            option.node === chosen && "bg-hover",
          )}
        >
          <input
            type="radio"
            name="target"
            className="mt-0.5 size-4 shrink-0 accent-accent outline-none"
            checked={option.node === chosen}
            onChange={() => onChoose(option.node)}
          />
          <Target option={option} />
        </label>
      ))}
    </fieldset>
  );
}

function Target({ option }: { option: MigrationOption }) {
  const { node, effect, cost, refusals } = option;
  return (
    <span className="min-w-0 flex-1">
      <span className="flex flex-wrap items-center justify-between gap-x-3">
        <span className="flex items-center gap-1.5 font-medium">
          {node} <Mark option={option} />
        </span>
        {refusals.length === 0 && cost ? (
          <span className="text-muted text-sm">
            {KIND_WORDS[cost.kind]}, <span className="figure">{formatDuration(cost.seconds)}</span>
          </span>
        ) : null}
      </span>
      {refusals.length > 0 ? (
        <span className="block text-pretty text-muted text-sm">
          {refusals[0]?.detail}
          {refusals.length > 1 ? ` And ${refusals.length - 1} more.` : ""}
        </span>
      ) : null}
      {effect && refusals.length === 0 ? (
        <span className="mt-0.5 flex flex-wrap items-center gap-x-3 text-muted text-sm">
          <span>
            score <span className="figure text-fg">{Math.round(effect.nodeScore)}</span>
          </span>
          <Share kind="cpu" title="CPU" fraction={effect.cpu} />
          <Share kind="mem" title="mem" fraction={effect.memory} />
        </span>
      ) : null}
    </span>
  );
}

function Share({ kind, title, fraction }: { kind: "cpu" | "mem"; title: string; fraction: number }) {
  return (
    <span className="flex items-center gap-1.5">
      {title} <Meter kind={kind} fraction={fraction} className="w-8" />
      <Figure quantity={fractionQuantity(fraction)} className="text-fg" />
    </span>
  );
}

function Mark({ option: { refusals, warnings } }: { option: MigrationOption }) {
  const icon = { role: "img", className: "size-3.5 shrink-0" } as const;
  if (refusals.length > 0)
    return <CircleAlert {...icon} aria-label="something stands against it" className="size-3.5 text-off" />;
  if (warnings.length > 0)
    return <TriangleAlert {...icon} aria-label="possible, with a warning" className="size-3.5 text-warn" />;
  return <CircleCheck {...icon} aria-label="possible" className="size-3.5 text-ok" />;
}
