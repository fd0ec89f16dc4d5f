import { Panel } from "@/components/values/panel";
import type { PlanView } from "@/lib/api/recommendations";

/** What was found odd in what planning was given. */
export function PlanWarnings({ warnings }: { warnings: PlanView["warnings"] }) {
  if (warnings.length === 0) return null;
  return (
    <Panel title="Found on the way">
      <ul className="flex flex-col gap-1.5 text-sm">
        {warnings.map(({ path, message }) => (
          <li key={`${path}:${message}`} className="break-words">
            {message}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
