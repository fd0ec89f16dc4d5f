"use client";

import { Ban, CircleAlert, CircleCheck, CircleHelp, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { BeforeAfter } from "@/components/recommendations/before-after";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { RelativeTime } from "@/components/values/relative-time";
import type { MovePreflight } from "@/lib/api/move-preflight";
import { formatBytes } from "@/lib/client/format/format-bytes";
import { formatDuration } from "@/lib/client/format/format-duration";
import { fractionQuantity } from "@/lib/client/format/format-percent";
import { KIND_WORDS } from "@/lib/client/recommendations/plan-words";
import { ExpectedTimes } from "./expected-times";

interface PreflightViewProps {
  clusterId: string;
  preflight: MovePreflight;
  /** Codes of refusals that are overruled. */
  accepted: ReadonlySet<string>;
  onAccept: (accepted: ReadonlySet<string>) => void;
}

/** What was checked before a move: its price, both nodes before and after, Proxmox VE's own word, and what stands against it. */
export function PreflightView({ clusterId, preflight, accepted, onAccept }: PreflightViewProps) {
  const { refusals, warnings, nodes, readAtMs } = preflight;
  return (
    <div className="flex flex-col gap-3">
      <Verdict preflight={preflight} />
      <Price preflight={preflight} />
      {preflight.cost ? <ExpectedTimes clusterId={clusterId} /> : null}
      {refusals.map(({ code, detail, fix, canOverrule }) => (
        <Line key={code} icon={<CircleAlert aria-hidden className="text-bad" />}>
          {detail} <span className="text-muted">{fix}</span>
          {canOverrule ? (
            <label className="mt-1 flex cursor-pointer items-center gap-2">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={accepted.has(code)}
                onChange={(event) => onAccept(changed(accepted, code, event.target.checked))}
              />
              Move it all the same
            </label>
          ) : null}
        </Line>
      ))}
      {warnings.map(({ code, detail }) => (
        <Line key={code} icon={<TriangleAlert aria-hidden className="text-warn" />}>
          <span className="text-muted">Not for balance's sake:</span> {detail}
        </Line>
      ))}
      <Proxmox preflight={preflight} />
      {nodes.length > 0 ? <NodesTable preflight={preflight} /> : null}
      <p className="text-muted text-sm">
        By the reading of <RelativeTime atMs={readAtMs} />. It is all checked once more just before it starts.
      </p>
    </div>
  );
}

function Verdict({ preflight: { ok, canOverrule, sentence } }: { preflight: MovePreflight }) {
  const [Icon, tone] = ok
    ? ([CircleCheck, "text-ok"] as const)
    : canOverrule
      ? ([TriangleAlert, "text-warn"] as const)
      : ([Ban, "text-bad"] as const);
  return (
    <p className="flex items-start gap-2 text-pretty">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tone}`} /> {sentence}
    </p>
  );
}

function Price({ preflight: { cost, byHa, proxmox } }: { preflight: MovePreflight }) {
  if (!cost) return null;
  const figures = [
    ["How", `${KIND_WORDS[cost.kind]}${byHa ? ", by HA" : ""}`],
    ["Takes", formatDuration(cost.seconds)],
    ["Sent", formatBytes(cost.bytes)],
    ["Downtime", formatDuration(cost.downtimeMs / 1_000)],
    ...(proxmox.localDisks.length > 0 ? [["Disks copied", String(proxmox.localDisks.length)]] : []),
  ];
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1">
      {figures.map(([title, value]) => (
        <div key={title}>
          <dt className="text-muted text-sm">{title}</dt>
          <dd className="figure whitespace-nowrap">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Proxmox({ preflight: { proxmox } }: { preflight: MovePreflight }) {
  const { verdict, sentence, localResources } = proxmox;
  const words = {
    allowed: "Proxmox VE's own check allows it.",
    refused: "Proxmox VE's own check refuses it.",
    unknown: "Proxmox VE's own check could not be asked.",
  }[verdict];
  const icon = {
    allowed: <CircleCheck aria-hidden className="text-ok" />,
    refused: <CircleAlert aria-hidden className="text-bad" />,
    unknown: <CircleHelp aria-hidden className="text-off" />,
  }[verdict];
  return (
    <Line icon={icon}>
      {words} {sentence ? <span className="text-muted">{sentence}</span> : null}
      {localResources.length > 0 ? (
        <span className="block text-muted">It uses devices of its node: {localResources.join(", ")}.</span>
      ) : null}
    </Line>
  );
}

function NodesTable({ preflight: { nodes, clusterScore } }: { preflight: MovePreflight }) {
  return (
    <div>
      <Table label="Both nodes before and after">
        <thead>
          <tr>
            <TableHead className="pl-0 sm:pl-0">Node</TableHead>
            <TableHead className="text-right">CPU</TableHead>
            <TableHead className="text-right">Memory</TableHead>
            <TableHead className="pr-0 text-right sm:pr-0">Score</TableHead>
          </tr>
        </thead>
        <tbody>
          {nodes.map(({ node, role, cpu, memory, score }) => (
            <TableRow key={node}>
              <TableCell className="pl-0 sm:pl-0">
                <span className="font-medium">{node}</span>{" "}
                <span className="text-muted">{role === "source" ? "leaves" : "arrives"}</span>
              </TableCell>
              <TableCell className="text-right">
                <BeforeAfter before={fractionQuantity(cpu.before)} after={fractionQuantity(cpu.after)} />
              </TableCell>
              <TableCell className="text-right">
                <BeforeAfter
                  before={fractionQuantity(memory.before)}
                  after={fractionQuantity(memory.after)}
                />
              </TableCell>
              <TableCell className="pr-0 text-right sm:pr-0">
                <BeforeAfter before={whole(score.before)} after={whole(score.after)} />
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
      {clusterScore.before === null || clusterScore.after === null ? null : (
        <p className="pt-1 text-muted text-sm">
          Health of the cluster{" "}
          <BeforeAfter
            before={{ number: clusterScore.before.toFixed(1), unit: "" }}
            after={{ number: clusterScore.after.toFixed(1), unit: "" }}
          />
        </p>
      )}
    </div>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div className="flex items-start gap-2 text-pretty text-sm [&>svg]:mt-0.5 [&>svg]:size-3.5 [&>svg]:shrink-0">
      {icon}
      <div className="min-w-0">{children}</div>
    </div>
  );
}

function changed(codes: ReadonlySet<string>, code: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(codes);
  if (isIn) next.add(code);
  else next.delete(code);
  return next;
}

function whole(value: number) {
  return { number: value.toFixed(0), unit: "" };
}
