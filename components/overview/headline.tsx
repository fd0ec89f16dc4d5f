import { CircleAlert, CircleCheck, CircleHelp, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { RowLink } from "@/components/ui/row-link";
import { nodeAddress, withScope } from "@/lib/client/addresses";
import { cn } from "@/lib/client/class-names";
import type { OverviewSentence } from "@/lib/client/overview/overview-sentence";

const TONES = {
  ok: { Icon: CircleCheck, colour: "text-ok" },
  warn: { Icon: TriangleAlert, colour: "text-warn" },
  bad: { Icon: CircleAlert, colour: "text-bad" },
  off: { Icon: CircleHelp, colour: "text-off" },
} as const;

/** The one sentence that answers "what is wrong?", with the way to it. */
export function Headline({ sentence, scope }: { sentence: OverviewSentence; scope: string | null }) {
  const { Icon, colour } = TONES[sentence.tone];
  // Places, not nodes, are what stays: when another node becomes the worst, nothing on the page moves.
  const shown = sentence.nodes.slice(0, 2).map((node, place) => ({ place, node }));
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-2 md:h-12 md:flex-1 md:flex-nowrap md:overflow-hidden">
      <h1 className="sr-only">Overview</h1>
      <p role="status" className="flex min-w-0 items-start gap-2 text-lg">
        <Icon aria-hidden className={cn("mt-px size-5 shrink-0", colour)} />
        <span className="min-w-0 md:line-clamp-2" title={sentence.text}>
          {sentence.text}
        </span>
      </p>
      <div className="flex flex-wrap gap-2 md:shrink-0 md:flex-nowrap">
        {shown.map(({ place, node }) => (
          <Button key={place} asChild size="small">
            <RowLink href={withScope(nodeAddress(node.clusterId, node.name), scope)}>See {node.name}</RowLink>
          </Button>
        ))}
      </div>
    </div>
  );
}
