import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import { Panel } from "@/components/values/panel";
import { RelativeTime } from "@/components/values/relative-time";
import type { EffectiveRules } from "@/lib/api/rules";
import { cn } from "@/lib/client/class-names";

interface RuleProblemsProps {
  effective: EffectiveRules | undefined;
  failed: boolean;
}

/** What contradicts what, what is broken now and what was found odd. */
export function RuleProblems({ effective, failed }: RuleProblemsProps) {
  if (!effective) {
    return (
      <Panel title="How they hold">
        {failed ? (
          <p className="text-muted">Not known before the first reading.</p>
        ) : (
          <Skeleton className="h-20" />
        )}
      </Panel>
    );
  }
  const { conflicts, violations, warnings, readAtMs } = effective;
  const calm = conflicts.length + violations.length + warnings.length === 0;
  return (
    <Panel
      title="How they hold"
      aside={
        <>
          read <RelativeTime atMs={readAtMs} />
        </>
      }
    >
      {calm ? (
        <Line Icon={CircleCheck} tone="text-ok">
          Every rule is kept, and no two contradict each other.
        </Line>
      ) : null}
      <div className="flex flex-col gap-4">
        <Group title="Contradictions" count={conflicts.length}>
          {conflicts.map(({ rules, sentence }) => (
            <Line key={rules.join("\n")} Icon={CircleAlert} tone="text-bad">
              {sentence}
            </Line>
          ))}
        </Group>
        <Group title="Broken now" count={violations.length}>
          {violations.map(({ rule, strict, sentence }) => (
            <Line key={rule} Icon={TriangleAlert} tone={strict ? "text-warn" : "text-off"}>
              {sentence}
            </Line>
          ))}
        </Group>
        <Group title="Worth a look" count={warnings.length}>
          {warnings.map(({ path, message }) => (
            <Line key={`${path}:${message}`} Icon={Info} tone="text-off">
              {message}
            </Line>
          ))}
        </Group>
      </div>
    </Panel>
  );
}

function Group({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  if (count === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="mb-1 font-medium text-muted text-sm">{title}</h3>
      <div className="flex flex-col gap-1.5">{children}</div>
    </section>
  );
}

function Line({ Icon, tone, children }: { Icon: LucideIcon; tone: string; children: ReactNode }) {
  return (
    <p className="flex items-start gap-2 text-sm">
      <Icon aria-hidden className={cn("mt-px size-4 shrink-0", tone)} />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}
