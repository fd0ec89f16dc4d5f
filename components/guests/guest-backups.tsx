import { CircleCheck, TriangleAlert } from "lucide-react";
import { NotReadYet } from "@/components/clusters/not-read-yet";
import { Panel } from "@/components/values/panel";
import { RelativeTime } from "@/components/values/relative-time";
import type { GuestDetail } from "@/lib/api/guest-detail";

interface GuestBackupsProps extends Pick<GuestDetail, "backups"> {
  template: boolean;
}

/** Whether a backup job covers the guest, and how old its newest archive is. */
export function GuestBackups({ backups, template }: GuestBackupsProps) {
  if (!backups) {
    return (
      <Panel title="Backups">
        <NotReadYet what="Its backups have" />
      </Panel>
    );
  }
  const { newestAtMs, archives } = backups;
  return (
    <Panel title="Backups">
      <Coverage covered={backups.covered} template={template} />
      <p className="mt-1 text-sm">
        {newestAtMs === null ? (
          <span className="text-muted">
            {archives.length === 0
              ? "No backup storage has been looked through yet."
              : "No archive of it was found."}
          </span>
        ) : (
          <>
            Newest archive <RelativeTime atMs={newestAtMs} />
          </>
        )}
      </p>
      {archives.length > 0 ? (
        <ul className="mt-2 divide-y divide-line border-line border-t">
          {archives.map(({ storage, node, readAtMs, newestAtMs: newest }) => (
            <li key={`${storage}@${node}`} className="flex justify-between gap-3 py-1.5 text-sm">
              <span className="min-w-0 truncate">
                {storage}
                {node ? <span className="text-muted"> on {node}</span> : null}
              </span>
              <span className="text-right">
                {newest === null ? <span className="text-muted">none</span> : <RelativeTime atMs={newest} />}
                <span className="block text-muted text-xs">
                  looked <RelativeTime atMs={readAtMs} />
                </span>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </Panel>
  );
}

function Coverage({ covered, template }: { covered: boolean | null; template: boolean }) {
  if (covered === null)
    return <p className="text-muted">Whether a backup job covers it could not be read.</p>;
  if (covered) {
    return (
      <p className="flex items-center gap-1.5">
        <CircleCheck aria-hidden className="size-4 shrink-0 text-ok" /> A backup job covers this guest
      </p>
    );
  }
  return (
    <p className="flex items-center gap-1.5">
      <TriangleAlert aria-hidden className={`size-4 shrink-0 ${template ? "text-off" : "text-warn"}`} /> No
      backup job covers this guest
    </p>
  );
}
