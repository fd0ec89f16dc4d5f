import "server-only";
import { z } from "zod";
import { proxmoxClient } from "@/lib/server/proxmox/proxmox-client";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";
import { parseUpid } from "@/lib/server/proxmox/upid";

const statusRow = z.looseObject({ status: z.string(), exitstatus: z.string().optional() });
const logRow = z.looseObject({ n: z.coerce.number(), t: z.string().nullable().default("") });

/** As many as one question is answered with. */
export const LINES_AT_ONCE = 5_000;

/** How a task ended; null while it runs, and for the moment in which PVE itself does not know yet. */
export async function readTaskEnd(transport: PveTransport, upid: string): Promise<string | null> {
  const raw: unknown = await taskOf(transport, upid).status.$get();
  const read = statusRow.safeParse(raw);
  return read.success && read.data.status === "stopped" ? (read.data.exitstatus ?? null) : null;
}

/** Lines of a task's log from one on; none while PVE says `no content`. */
export async function readTaskLog(
  transport: PveTransport,
  upid: string,
  start = 0,
): Promise<readonly string[]> {
  const rows: unknown = await taskOf(transport, upid).log.$get({ start, limit: LINES_AT_ONCE });
  const lines = (Array.isArray(rows) ? rows : []).flatMap((row) => {
    const read = logRow.safeParse(row);
    return read.success ? [read.data.t ?? ""] : [];
  });
  return lines.length === 1 && lines[0] === "no content" ? [] : lines;
}

/** All lines of a task's log. */
export async function readWholeLog(transport: PveTransport, upid: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (;;) {
    const more = await readTaskLog(transport, upid, lines.length);
    lines.push(...more);
    if (more.length < LINES_AT_ONCE) return lines;
  }
}

/** Asks a task to end; asking twice does no harm. */
export async function stopTask(transport: PveTransport, upid: string): Promise<void> {
  await taskOf(transport, upid).$delete();
}

function taskOf(transport: PveTransport, upid: string) {
  const node = parseUpid(upid)?.node ?? "";
  return proxmoxClient(transport).nodes.$(encodeURIComponent(node)).tasks.$(encodeURIComponent(upid));
}
