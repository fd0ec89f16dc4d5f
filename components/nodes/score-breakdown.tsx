"use client";

import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/values/panel";
import { VerdictMark } from "@/components/values/verdict-mark";
import type { NodeDetail } from "@/lib/api/nodes";
import { countOf } from "@/lib/client/format/format-count";
import { shortNumber } from "@/lib/client/format/quantity";

type Score = NonNullable<NodeDetail["score"]>;

const FAMILY_COLOUR: Readonly<Record<string, string>> = {
  cpu: "--cpu",
  memory: "--mem",
  ioWait: "--io",
  pressure: "--net",
  load: "--disk",
  trend: "--accent",
  spikes: "--maint",
  predicted: "--off",
  overcommit: "--muted",
  availability: "--bad",
};

/** Where a node's penalty points come from: one bar, and one sentence for each part of it. */
export function ScoreBreakdown({ score }: { score: Score | null }) {
  const [all, setAll] = useState(false);
  if (!score) {
    return (
      <Panel title="Score">
        <p className="text-muted">There is no score before the first reading.</p>
      </Panel>
    );
  }
  const costly = score.components.filter(({ points }) => points > 0);
  const free = score.components.filter(({ points }) => points <= 0);

  return (
    <Panel
      title="Score"
      aside={<VerdictMark verdict={score.verdict} suitabilityPercent={score.suitabilityPercent} />}
    >
      {costly.length > 0 ? (
        <>
          <p className="mb-2 text-muted text-sm">
            <span className="figure text-fg">{shortNumber(score.penaltyPoints)}</span> penalty points from{" "}
            {countOf(costly.length, "cause")}
            {windowsText(score)}
          </p>
          <div aria-hidden className="mb-3 flex h-3 gap-px overflow-hidden rounded-sm">
            {costly.map((component) => (
              <span
                key={component.key}
                title={component.sentence}
                className="min-w-0.5"
                style={{ flexGrow: component.points, background: colourOf(component.family) }}
              />
            ))}
          </div>
        </>
      ) : (
        <p className="mb-2">Nothing costs this node anything.</p>
      )}
      <ul className="flex flex-col gap-1.5">
        {[...costly, ...(all ? free : [])].map((component) => (
          <li key={component.key} className="flex items-baseline gap-2">
            <span
              aria-hidden
              className="size-2 shrink-0 translate-y-px rounded-xs"
              style={{ background: component.points > 0 ? colourOf(component.family) : "var(--line-strong)" }}
            />
            <span className={component.points > 0 ? "flex-1" : "flex-1 text-muted"}>
              {component.sentence}
            </span>
            <span className="figure text-muted text-sm">{shortNumber(component.points)}</span>
          </li>
        ))}
      </ul>
      {free.length > 0 ? (
        <Button
          variant="ghost"
          size="small"
          className="mt-2 -ml-2"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          <ChevronDown className={all ? "rotate-180" : undefined} />
          {all ? "Hide what costs nothing" : `${countOf(free.length, "check")} that cost nothing`}
        </Button>
      ) : null}
    </Panel>
  );
}

function colourOf(family: string): string {
  return `var(${FAMILY_COLOUR[family] ?? "--off"})`;
}

function windowsText({ windows }: Score): string {
  const missing = [windows.day ? null : "24 h", windows.week ? null : "7 d"].filter(Boolean);
  return missing.length > 0 ? `; no history for ${missing.join(" and ")} yet` : "";
}
