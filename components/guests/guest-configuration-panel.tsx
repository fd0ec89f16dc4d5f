import { Badge } from "@/components/ui/badge";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Facts } from "@/components/values/facts";
import { Figure, Missing } from "@/components/values/figure";
import { Panel } from "@/components/values/panel";
import type { GuestConfiguration } from "@/lib/api/guest-detail";
import { bytesQuantity, formatBytes } from "@/lib/client/format/format-bytes";

/** What the guest is made of, above all what decides where it may run. */
export function GuestConfigurationPanel({ configuration }: { configuration: GuestConfiguration | null }) {
  if (!configuration) {
    return (
      <Panel title="Configuration">
        <p className="text-muted">Its configuration has not been read yet.</p>
      </Panel>
    );
  }
  const { passthroughKeys, disks, bindMounts } = configuration;
  return (
    <Panel title="Configuration" bodyClassName="p-0">
      <div className="grid gap-x-10 gap-y-1 p-4 sm:grid-cols-2">
        <Facts
          facts={[
            ["CPU", cpuText(configuration)],
            ["CPU type", configuration.cpuType ?? (configuration.agent === null ? "the node's own" : null)],
            ["Memory", memoryText(configuration)],
          ]}
        />
        <Facts
          facts={[
            ["System", configuration.osType],
            ["Starts with its node", configuration.startOnBoot ? "yes" : "no"],
            [
              "Guest agent",
              configuration.agent === null ? "a container needs none" : configuration.agent ? "on" : "off",
            ],
          ]}
        />
      </div>
      {passthroughKeys.length > 0 ? (
        <p className="border-line border-t px-4 py-2">
          <Badge tone="warn">bound to its node</Badge> Devices are passed through:{" "}
          <span className="font-mono">{passthroughKeys.join(", ")}</span>
        </p>
      ) : null}
      {disks.length > 0 ? <Disks disks={disks} /> : null}
      {bindMounts.length > 0 ? <BindMounts mounts={bindMounts} /> : null}
    </Panel>
  );
}

function Disks({ disks }: { disks: GuestConfiguration["disks"] }) {
  return (
    <div className="border-line border-t">
      <Table label="Disks">
        <thead>
          <tr>
            <TableHead className="pl-4">Disk</TableHead>
            <TableHead>Storage</TableHead>
            <TableHead className="text-right">Size</TableHead>
            <TableHead className="pr-4">Volume</TableHead>
          </tr>
        </thead>
        <tbody>
          {disks.map((disk) => (
            <TableRow key={disk.key}>
              <TableCell className="whitespace-nowrap pl-4 font-mono">{disk.key}</TableCell>
              <TableCell className="whitespace-nowrap">
                <span className="flex items-center gap-1.5">
                  {disk.storage ?? <Missing reason="On no storage" />}
                  {disk.cdrom ? <Badge>CD</Badge> : <StorageKind shared={disk.sharedStorage} />}
                </span>
              </TableCell>
              <TableCell className="text-right">
                <Figure
                  quantity={bytesQuantity(disk.sizeBytes)}
                  reason="Its size is not in the configuration"
                />
              </TableCell>
              <TableCell className="break-all pr-4 font-mono text-muted">{disk.volume}</TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function StorageKind({ shared }: { shared: boolean | null }) {
  if (shared === null) return null;
  return <Badge>{shared ? "shared" : "local"}</Badge>;
}

function BindMounts({ mounts }: { mounts: GuestConfiguration["bindMounts"] }) {
  return (
    <ul aria-label="Bind mounts" className="divide-y divide-line border-line border-t">
      {mounts.map(({ key, path, shared }) => (
        <li key={key} className="flex flex-wrap items-center gap-2 px-4 py-1.5 text-sm">
          <span className="font-mono">{key}</span>
          <span className="break-all font-mono text-muted">{path}</span>
          {shared ? <Badge>shared mount</Badge> : <Badge tone="warn">mount of this node only</Badge>}
        </li>
      ))}
    </ul>
  );
}

function cpuText({ cores, sockets }: GuestConfiguration): string | null {
  if (cores === null) return null;
  const text = `${cores} ${cores === 1 ? "core" : "cores"}`;
  return sockets !== null && sockets > 1 ? `${sockets} × ${text}` : text;
}

function memoryText({ memoryBytes, balloonMinimumBytes }: GuestConfiguration): string | null {
  if (memoryBytes === null) return null;
  const size = formatBytes(memoryBytes);
  const balloons =
    balloonMinimumBytes !== null && balloonMinimumBytes < memoryBytes && balloonMinimumBytes > 0;
  return balloons ? `${size}, balloons down to ${formatBytes(balloonMinimumBytes)}` : size;
}
