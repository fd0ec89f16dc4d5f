import { Button } from "@/components/ui/button";
import { Panel } from "@/components/values/panel";
import type { AutomationCluster } from "@/lib/api/automation";
import { GUARDRAIL_ORDER } from "@/lib/automation/decide-moves";

interface FirstStepsProps {
  automation: AutomationCluster;
  onSettings: () => void;
}

/** How automation is tried out where it has never run. */
export function FirstSteps({ automation, onSettings }: FirstStepsProps) {
  const steps = [
    {
      title: "Start a dry run",
      text: "“Dry run now”, above, decides once with the newest reading. It moves nothing and takes some seconds.",
    },
    {
      title: "Read what it decided",
      text: `Every move of the plan appears here: made, or held back by one of ${GUARDRAIL_ORDER.length} guardrails, with the reason. Change the settings and try again.`,
    },
    {
      title: "Let it decide by itself",
      text: `Switch to “Dry run”: it then decides every ${automation.intervalMinutes} minutes and still moves nothing. Switch it on when you would have made the same moves.`,
    },
  ];
  return (
    <Panel title={`Automation of ${automation.clusterName} has not run yet`} className="min-w-0">
      <ol className="grid gap-4 lg:grid-cols-3">
        {steps.map(({ title, text }, index) => (
          <li key={title} className="flex gap-3">
            <span
              aria-hidden
              className="figure flex size-7 shrink-0 items-center justify-center rounded-full border border-accent text-accent"
            >
              {index + 1}
            </span>
            <div className="min-w-0">
              <p className="font-medium">{title}</p>
              <p className="text-pretty text-muted">{text}</p>
            </div>
          </li>
        ))}
      </ol>
      <Button className="mt-4" onClick={onSettings}>
        Open its settings
      </Button>
    </Panel>
  );
}
