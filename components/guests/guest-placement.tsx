import { HaRuleList } from "@/components/clusters/ha-rule-list";
import { NotReadYet } from "@/components/clusters/not-read-yet";
import { ReplicationList } from "@/components/clusters/replication-list";
import { Facts } from "@/components/values/facts";
import { Panel } from "@/components/values/panel";
import type { HaServiceRow } from "@/lib/api/cluster-parts";
import type { GuestDetail } from "@/lib/api/guest-detail";
import type { GuestRow } from "@/lib/api/guests";

/** What PVE's HA stack and its replication do with the guest. */
export function GuestPlacement({ detail, row }: { detail: GuestDetail; row: GuestRow }) {
  const { highAvailability, replication } = detail;
  const { clusterId } = row;
  return (
    <>
      <Panel title="High availability">
        {highAvailability ? (
          <>
            {highAvailability.service ? (
              <Service service={highAvailability.service} haState={row.haState} />
            ) : (
              <p className="text-muted">Not managed: after a failure of its node it stays off.</p>
            )}
            {highAvailability.rules.length > 0 ? (
              <div className="mt-3 border-line border-t pt-3">
                <HaRuleList clusterId={clusterId} rules={highAvailability.rules} empty="" />
              </div>
            ) : null}
          </>
        ) : (
          <NotReadYet what="High availability has" />
        )}
      </Panel>
      {replication && replication.length > 0 ? (
        <Panel title="Replication">
          <ReplicationList clusterId={clusterId} jobs={replication} empty="" />
        </Panel>
      ) : null}
    </>
  );
}

function Service({ service, haState }: { service: HaServiceRow; haState: string | null }) {
  return (
    <Facts
      facts={[
        ["State", haState ?? service.requestedState],
        ["Wanted", service.requestedState],
        ...(service.group ? [["Group", service.group] as const] : []),
        ["Restarts on the same node", figure("restarts", service.maxRestart)],
        ["Moves to another node", figure("moves", service.maxRelocate)],
        ...(service.autoRebalance === null
          ? []
          : [["Proxmox VE may move it", service.autoRebalance ? "yes" : "no"] as const]),
      ]}
    />
  );
}

function figure(key: string, value: number | null) {
  if (value === null) return null;
  return (
    <span key={key} className="figure">
      at most {value}
    </span>
  );
}
