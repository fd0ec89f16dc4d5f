import { GuestName } from "@/components/recommendations/guest-name";
import { Panel } from "@/components/values/panel";
import { RelativeTime } from "@/components/values/relative-time";
import type { AutomationCluster } from "@/lib/api/automation";
import { needWord } from "@/lib/client/automation/run-words";
import { countOf } from "@/lib/client/format/format-count";
import { formatDuration } from "@/lib/client/format/format-duration";

/** What has to wait just now: guests that rest after a move, and needs that have not lasted long enough. */
export function WaitingPanels({ automation }: { automation: AutomationCluster }) {
  return (
    <div className="grid min-w-0 items-start gap-3 md:max-2xl:grid-cols-2">
      <Observed automation={automation} />
      <Resting automation={automation} />
    </div>
  );
}

function Observed({ automation: { clusterId, observations } }: { automation: AutomationCluster }) {
  return (
    <Panel
      title="Needs under observation"
      aside={observations.length > 0 ? countOf(observations.length, "need") : null}
      bodyClassName="max-h-80 overflow-y-auto"
    >
      {observations.length === 0 ? (
        <p className="text-muted">None. A need must last several rounds before a move is made for it.</p>
      ) : (
        <ul className="flex flex-col gap-2 text-sm">
          {observations.map(
            ({ vmid, guestName, need, subject, rounds, roundsNeeded, missed, firstSeenAtMs }) => (
              <li key={`${vmid}:${need}:${subject}`}>
                <p className="flex items-center justify-between gap-3">
                  <GuestName clusterId={clusterId} vmid={vmid} name={guestName} />
                  <span className="figure whitespace-nowrap">
                    {Math.min(rounds, roundsNeeded)} of {roundsNeeded}
                  </span>
                </p>
                <p className="text-muted">
                  {needWord(need)}, {subject}; first seen <RelativeTime atMs={firstSeenAtMs} />
                  {missed > 0 ? ", not in the last round" : ""}
                </p>
              </li>
            ),
          )}
        </ul>
      )}
    </Panel>
  );
}

function Resting({ automation: { clusterId, cooldowns } }: { automation: AutomationCluster }) {
  return (
    <Panel
      title="Guests at rest"
      aside={cooldowns.length > 0 ? countOf(cooldowns.length, "guest") : null}
      bodyClassName="max-h-80 overflow-y-auto"
    >
      {cooldowns.length === 0 ? (
        <p className="text-muted">None. A guest that was moved stays where it is for a while.</p>
      ) : (
        <ul className="flex flex-col gap-2 text-sm">
          {cooldowns.map(({ vmid, guestName, untilMs, minutes, moves, lastFrom, lastTo, lastEndedAtMs }) => (
            <li key={vmid}>
              <p className="flex items-center justify-between gap-3">
                <GuestName clusterId={clusterId} vmid={vmid} name={guestName} />
                <RelativeTime atMs={untilMs} />
              </p>
              <p className="text-muted">
                {lastFrom} to {lastTo} <RelativeTime atMs={lastEndedAtMs} />; rests{" "}
                {formatDuration(minutes * 60)}
                {moves > 1 ? `, ${moves} moves within 7 days` : ""}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
