import { Facts } from "@/components/values/facts";
import { Figure, Missing } from "@/components/values/figure";
import { Panel } from "@/components/values/panel";
import type { GuestRow } from "@/lib/api/guests";
import { sumOf } from "@/lib/client/filter/match-guest";
import { bytesQuantity, formatBytesOf } from "@/lib/client/format/format-bytes";
import { formatFraction, fractionQuantity, shareOf } from "@/lib/client/format/format-percent";
import { networkQuantity, rateQuantity } from "@/lib/client/format/format-rate";

interface GuestNowProps {
  row: GuestRow;
  addresses: readonly string[] | null;
  /** Whether the guest agent is switched on; null for a container. */
  agent: boolean | null;
}

/** How the guest is used now and how it is reached. */
export function GuestNow({ row, addresses, agent }: GuestNowProps) {
  const reason = row.status === "running" ? "Not reported by Proxmox VE" : `Not running: ${row.status}`;
  return (
    <Panel title="Now">
      <Facts
        missing={reason}
        facts={[
          [
            "CPU",
            <span key="cpu">
              <Figure quantity={fractionQuantity(row.cpuFraction)} reason={reason} />
              {row.cpuCount === null ? null : <span className="text-muted"> of {row.cpuCount}</span>}
            </span>,
          ],
          ["Memory", memoryText(row)],
          [
            "Memory on the host",
            <Figure key="host" quantity={bytesQuantity(row.memoryHostBytes)} reason={reason} />,
          ],
          [
            "Disk IO",
            <Figure
              key="io"
              quantity={rateQuantity(sumOf(row.diskReadBytesPerSecond, row.diskWriteBytesPerSecond))}
              reason={reason}
            />,
          ],
          [
            "Network",
            <Figure
              key="net"
              quantity={networkQuantity(sumOf(row.netInBytesPerSecond, row.netOutBytesPerSecond))}
              reason={reason}
            />,
          ],
          ["Addresses", <Addresses key="addresses" row={row} addresses={addresses} agent={agent} />],
        ]}
      />
    </Panel>
  );
}

function memoryText({ memoryUsedBytes, memoryTotalBytes }: GuestRow) {
  if (memoryTotalBytes === null) return null;
  const share = shareOf(memoryUsedBytes, memoryTotalBytes);
  return (
    <span className="figure">
      {formatBytesOf(memoryUsedBytes, memoryTotalBytes)}
      {share === null ? null : <span className="text-muted"> {formatFraction(share)}</span>}
    </span>
  );
}

function Addresses({ row, addresses, agent }: GuestNowProps) {
  if (addresses && addresses.length > 0) {
    return addresses.map((address) => (
      <span key={address} className="figure block break-all">
        {address}
      </span>
    ));
  }
  return <Missing reason={whyNoAddress(row, agent)} />;
}

function whyNoAddress({ status }: GuestRow, agent: boolean | null): string {
  if (status !== "running") return "Not running";
  return agent === false ? "The guest agent is switched off" : "The guest has not told one yet";
}
