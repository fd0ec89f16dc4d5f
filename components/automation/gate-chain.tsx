"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/values/panel";
import type { Gate } from "@/lib/client/automation/decision-view";
import { GUARDRAIL_WORDS } from "@/lib/client/automation/guardrail-words";
import { cn } from "@/lib/client/class-names";
import { countOf } from "@/lib/client/format/format-count";

interface GateChainProps {
  gates: readonly Gate[];
  /** Moves that came to the first gate. */
  planned: number;
  dryRun: boolean;
  /** The guardrail whose decisions are shown below; null for all. */
  chosen: string | null;
  onChoose: (guardrail: string | null) => void;
}

/** The guardrails in the order in which they are asked, each with how many moves it held back and how many are left. */
export function GateChain({ gates, planned, dryRun, chosen, onChoose }: GateChainProps) {
  const [all, setAll] = useState(false);
  const through = gates.at(-1)?.left ?? planned;
  const quiet = gates.filter(({ held }) => held === 0).length;
  return (
    <Panel
      title="How it decided"
      aside={`${countOf(planned, "move")} planned, ${through} ${dryRun ? "would be made" : "let through"}`}
      bodyClassName="p-3"
    >
      <ol className="grid grid-cols-2 gap-1.5 sm:grid-cols-[repeat(auto-fill,minmax(7.5rem,1fr))]">
        <li className="rounded-md border border-line px-2.5 py-1.5">
          <p className="text-muted text-sm">Planned</p>
          <p className="figure text-lg">{planned}</p>
        </li>
        {gates.map((gate) => (
          <li key={gate.code} className={cn(gate.held === 0 && !all && "max-sm:hidden")}>
            {gate.held + gate.left === 0 ? (
              <UnaskedGate gate={gate} />
            ) : (
              <GateCell gate={gate} planned={planned} chosen={chosen === gate.code} onChoose={onChoose} />
            )}
          </li>
        ))}
        <li className={cn("rounded-md border px-2.5 py-1.5", through > 0 ? "border-ok" : "border-line")}>
          <p className="text-muted text-sm">{dryRun ? "Would be made" : "Let through"}</p>
          <p className={cn("figure text-lg", through > 0 && "text-ok")}>{through}</p>
        </li>
      </ol>
      {quiet > 0 ? (
        <Button variant="link" size="inline" className="mt-2 min-h-6 sm:hidden" onClick={() => setAll(!all)}>
          {all
            ? "Hide those that held nothing back"
            : `Show ${countOf(quiet, "guardrail")} that held nothing back`}
        </Button>
      ) : null}
    </Panel>
  );
}

/** No move came this far. */
function UnaskedGate({ gate: { code, title } }: { gate: Gate }) {
  return (
    <p
      title={GUARDRAIL_WORDS[code]?.help}
      className="h-full rounded-md border border-line border-dashed px-2.5 py-1.5 text-faint"
    >
      <span className="block truncate text-sm">{title}</span>
      <span className="text-sm">not asked</span>
    </p>
  );
}

interface GateCellProps {
  gate: Gate;
  planned: number;
  chosen: boolean;
  onChoose: (guardrail: string | null) => void;
}

function GateCell({ gate, planned, chosen, onChoose }: GateCellProps) {
  const { code, title, held, left } = gate;
  const help = GUARDRAIL_WORDS[code]?.help;
  const body = (
    <>
      <span className="block truncate text-sm">{title}</span>
      <span className="figure flex items-baseline justify-between gap-2">
        <span className="text-lg">{held === 0 ? "·" : `−${held}`}</span>
        <span className="text-muted text-sm">
          {left}
          <span className="sr-only"> left</span>
        </span>
      </span>
      <span aria-hidden className="mt-1 block h-1 overflow-hidden rounded-full bg-line">
        <span
          className="block h-full rounded-full bg-ok"
          style={{ width: `${planned === 0 ? 0 : (left / planned) * 100}%` }}
        />
      </span>
    </>
  );
  if (held === 0) {
    return (
      <p title={help} className="h-full rounded-md border border-line px-2.5 py-1.5 text-muted">
        {body}
      </p>
    );
  }
  return (
    <button
      type="button"
      title={help}
      aria-pressed={chosen}
      onClick={() => onChoose(chosen ? null : code)}
      className={cn(
        "h-full w-full rounded-md border px-2.5 py-1.5 text-left hover:bg-hover",
        chosen ? "border-accent bg-hover" : "border-line-strong",
      )}
    >
      {body}
    </button>
  );
}
