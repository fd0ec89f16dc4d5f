"use client";

import { useState } from "react";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { Panel } from "@/components/values/panel";
import { RelativeTime } from "@/components/values/relative-time";
import { VerdictMark } from "@/components/values/verdict-mark";
import type { ScorePreview } from "@/lib/api/score-preview";
import { cn } from "@/lib/client/class-names";
import { messageOf } from "@/lib/client/http/api-error";
import { shortReason } from "@/lib/client/overview/overview-sentence";
import { useScorePreview } from "@/lib/client/settings/use-score-preview";
import { useClusters } from "@/lib/client/state/initial-rows";

interface ScorePreviewPanelProps {
  /** The cluster whose own values are edited; null for all clusters. */
  clusterId: string | null;
  /** What is not saved yet; null while something of it is not valid. */
  edited: Readonly<Record<string, number | boolean | string>> | null;
}

/** Beside the weights: how every node would score with them, before they are saved. */
export function ScorePreviewPanel({ clusterId, edited }: ScorePreviewPanelProps) {
  const clusters = useClusters();
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = clusterId ?? chosen ?? clusters[0]?.id ?? null;
  const { preview, error, isCurrent } = useScorePreview(shown, edited);
  const count = edited === null ? 0 : Object.keys(edited).length;

  return (
    <Panel
      title="What if"
      aside={preview ? <RelativeTime atMs={preview.readAtMs} /> : null}
      className="xl:sticky xl:top-14"
      bodyClassName="flex flex-col gap-2 px-4 py-3"
    >
      {clusterId === null && clusters.length > 1 ? (
        <Select
          aria-label="Cluster of the preview"
          value={shown ?? ""}
          onChange={(event) => setChosen(event.target.value)}
        >
          {clusters.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      ) : null}
      <p role="status" className="text-muted text-sm">
        {introduction(edited === null, count)}
      </p>
      {error ? <p className="break-words text-sm text-warn">{messageOf(error)}</p> : null}
      {shown === null ? <p className="text-muted text-sm">There is no cluster to try it on yet.</p> : null}
      {shown !== null && !preview && !error ? <Skeleton className="h-48" /> : null}
      {preview ? <Scores preview={preview} faded={!isCurrent} changed={count > 0} /> : null}
    </Panel>
  );
}

function introduction(isInvalid: boolean, count: number): string {
  if (isInvalid) return "A value is not valid; this is how it was before.";
  return count === 0
    ? "How the newest reading scores. Change a value to see what it would be."
    : "How the newest reading would score. Nothing is saved yet.";
}

function Scores({ preview, faded, changed }: { preview: ScorePreview; faded: boolean; changed: boolean }) {
  const { health, nodes } = preview;
  const sorted = [...nodes].sort((a, b) => a.edited.suitabilityPercent - b.edited.suitabilityPercent);
  return (
    <div className={cn("transition-opacity duration-150", faded && "opacity-60")}>
      <table aria-label="Scores with the values as edited" className="w-full text-sm">
        <thead>
          <tr className="text-left text-muted">
            <th scope="col" className="py-1 font-medium">
              Node
            </th>
            <th scope="col" className="py-1 text-right font-medium">
              {changed ? "From" : <span className="sr-only">Before</span>}
            </th>
            <th scope="col" className="py-1 pl-3 font-medium">
              {changed ? "To" : "Score"} <span className="font-normal text-faint">%</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((node) => (
            <NodeLine key={node.name} node={node} changed={changed} />
          ))}
        </tbody>
        <tfoot>
          <tr className="border-line-strong border-t">
            <th scope="row" className="py-1.5 text-left font-medium">
              Health
            </th>
            <td className="figure text-right text-muted">
              {changed && rounded(health.stored) !== rounded(health.edited) ? rounded(health.stored) : null}
            </td>
            <td className="figure pl-3">
              {rounded(health.edited)} {health.edited === null ? null : <span className="text-faint">%</span>}
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function NodeLine({ node, changed }: { node: ScorePreview["nodes"][number]; changed: boolean }) {
  const { name, stored, edited, mainReason, online } = node;
  const isOther = changed && rounded(stored.suitabilityPercent) !== rounded(edited.suitabilityPercent);
  return (
    <tr className={cn("border-line border-t align-top", isOther && "bg-hover")}>
      <th scope="row" className="w-full max-w-0 py-1.5 pr-2 text-left font-normal">
        <span className="block break-words">{name}</span>
        <span className="block break-words text-muted text-xs" title={mainReason ?? undefined}>
          {online ? (shortReason(mainReason) ?? "nothing costs points") : "not online"}
        </span>
      </th>
      <td className="figure w-8 py-1.5 text-right text-muted">
        {isOther ? rounded(stored.suitabilityPercent) : null}
      </td>
      <td className="w-28 py-1.5 pl-3">
        <VerdictMark verdict={edited.verdict} suitabilityPercent={edited.suitabilityPercent} />
        <span className="figure block text-faint text-xs">{edited.penaltyPoints.toFixed(1)} points</span>
      </td>
    </tr>
  );
}

function rounded(percent: number | null): string {
  return percent === null ? "–" : String(Math.round(percent));
}
