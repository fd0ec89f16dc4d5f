import type { ReactNode } from "react";
import { Sparkline } from "@/components/charts/sparkline";
import { Figure } from "@/components/values/figure";
import { Meter, type MetricKind } from "@/components/values/meter";
import type { Quantity } from "@/lib/client/format/quantity";

interface BigFigureProps {
  title: string;
  quantity: Quantity;
  /** Under the number: used, allocated, capacity in words. */
  detail: ReactNode;
  kind: MetricKind | "ok";
  fraction: number | null;
  allocated?: number | null;
  history: readonly (number | null)[];
  /** Top of the history's scale. */
  maximum?: number | null;
}

/** One of the overview's figures: number, bar of use against capacity, and the last 24 hours. */
export function BigFigure(props: BigFigureProps) {
  const { title, quantity, detail, kind, fraction, allocated = null, history, maximum } = props;
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-1 px-4 py-2.5">
      <div className="flex items-start justify-between gap-3">
        <div>
          <h2 className="text-muted">{title}</h2>
          <p className="text-2xl">
            <Figure quantity={quantity} reason="No reading yet" />
          </p>
        </div>
        <div className="h-9 w-2/5 max-w-40 pt-1" title="Last 24 hours">
          <Sparkline kind={kind} values={history} {...(maximum ? { maximum } : {})} className="h-8 w-full" />
        </div>
      </div>
      {kind === "ok" ? null : <Meter kind={kind} fraction={fraction} allocated={allocated} />}
      <p className="truncate text-muted text-sm">{detail}</p>
    </section>
  );
}
