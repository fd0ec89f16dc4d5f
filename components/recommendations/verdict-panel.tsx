import { CircleCheck, type LucideIcon, Scale, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { RelativeTime } from "@/components/values/relative-time";
import type { PlanView, RecommendationView } from "@/lib/api/recommendations";
import { cn } from "@/lib/client/class-names";
import { bytesQuantity } from "@/lib/client/format/format-bytes";
import { formatDuration } from "@/lib/client/format/format-duration";
import { fractionQuantity } from "@/lib/client/format/format-percent";
import { MISSING_QUANTITY, type Quantity, quantityText } from "@/lib/client/format/quantity";
import { planTotals } from "@/lib/client/recommendations/plan-totals";
import { VERDICT_WORDS } from "@/lib/client/recommendations/plan-words";
import { BeforeAfter } from "./before-after";

const LOOKS: Readonly<Record<PlanView["verdict"], { Icon: LucideIcon; tone: string }>> = {
  plan: { Icon: Scale, tone: "text-accent" },
  balanced: { Icon: CircleCheck, tone: "text-ok" },
  blocked: { Icon: TriangleAlert, tone: "text-warn" },
};

/** What is advised, in a word, a sentence and the figures that count. */
export function VerdictPanel({ advice }: { advice: RecommendationView }) {
  const { plan, createdAtMs, checkedAtMs } = advice;
  const { Icon, tone } = LOOKS[plan.verdict];
  return (
    <section aria-label="Verdict" className="panel">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 p-4">
        <div className="flex min-w-0 flex-1 basis-80 items-start gap-3">
          <Icon aria-hidden className={cn("mt-0.5 size-5 shrink-0", tone)} />
          <div className="min-w-0">
            <h2 className="font-semibold text-lg">{VERDICT_WORDS[plan.verdict]}</h2>
            <p className="max-w-[64rem] text-pretty">{plan.reason}</p>
          </div>
        </div>
        <p className="text-muted text-sm sm:text-right">
          checked <RelativeTime atMs={checkedAtMs} />
          <br className="hidden sm:block" />
          <span className="sm:hidden">, </span>
          the same since <RelativeTime atMs={createdAtMs} />
        </p>
      </div>
      <dl className="grid grid-cols-2 border-line border-t sm:grid-cols-3 lg:flex lg:flex-wrap">
        {figuresOf(plan).map(([title, value]) => (
          <div key={title} className="min-w-0 flex-1 px-4 py-2.5">
            <dt className="whitespace-nowrap text-muted text-sm">{title}</dt>
            <dd className="text-lg">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function figuresOf(plan: PlanView): readonly (readonly [string, ReactNode])[] {
  const { score, imbalance, moves } = plan;
  const effect = [
    ["Health", pair(pointsQuantity(score.before), pointsQuantity(score.after))],
    ["CPU spread", pair(fractionQuantity(imbalance.before.cpu), fractionQuantity(imbalance.after.cpu))],
    [
      "Memory spread",
      pair(fractionQuantity(imbalance.before.memory), fractionQuantity(imbalance.after.memory)),
    ],
    ...(imbalance.before.disk > 0 || imbalance.after.disk > 0
      ? ([
          [
            "Disk spread",
            pair(fractionQuantity(imbalance.before.disk), fractionQuantity(imbalance.after.disk)),
          ],
        ] as const)
      : []),
  ] as const;
  if (moves.length === 0) return effect;
  const totals = planTotals(moves);
  return [
    ...effect,
    ["Moves", text(`${totals.moves} in ${totals.waves} ${totals.waves === 1 ? "wave" : "waves"}`)],
    ["Takes", text(formatDuration(totals.seconds))],
    ["Sent", text(quantityText(bytesQuantity(totals.bytes)))],
    ["Longest downtime", text(formatDuration(totals.longestDowntimeMs / 1_000))],
  ];
}

function pair(before: Quantity, after: Quantity): ReactNode {
  return <BeforeAfter before={before} after={after} />;
}

function text(value: string): ReactNode {
  return <span className="figure whitespace-nowrap">{value}</span>;
}

function pointsQuantity(points: number | null): Quantity {
  return points === null ? MISSING_QUANTITY : { number: points.toFixed(1), unit: "" };
}
