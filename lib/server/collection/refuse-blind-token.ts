import "server-only";
import { PveError } from "@/lib/server/proxmox/pve-error";
import { isRow } from "./normalise/field-reader";
import type { Inventory } from "./read-inventory";
import type { ReadingContext } from "./reading-context";

const CHECK_EVERY_MS = 10 * 60_000;

/**
 * PVE leaves out, without a word, what a token may not see: a token without rights sees an empty cluster. So when no
 * guest is seen, the token's rights are read, and a token that may not see guests is refused.
 *
 * @throws PveError `forbidden`
 */
export async function refuseBlindToken(context: ReadingContext, { guests }: Inventory): Promise<void> {
  if (guests.length > 0 || context.everything) return;
  const hadGuests = (context.previous?.guests.length ?? 0) > 0;
  if (!hadGuests && !context.state.isDue("permissions", CHECK_EVERY_MS)) return;
  const permissions: unknown = await readPermissions(context);
  if (!isRow(permissions) || mayAudit(permissions)) return;
  throw new PveError(
    "forbidden",
    "The API token may not see any guest: it lacks VM.Audit. Grant it the role PVEAuditor on / " +
      "(a token with privilege separation needs the role itself, not only its user).",
    { endpoint: context.previous?.endpoint ?? "", status: 403, privilege: "VM.Audit on /" },
  );
}

async function readPermissions({ api, state }: ReadingContext): Promise<unknown> {
  try {
    const permissions: unknown = await api.access.permissions.$get();
    state.succeeded("permissions");
    return permissions;
  } catch (error) {
    state.failed("permissions", error);
    return null;
  }
}

function mayAudit(permissions: Readonly<Record<string, unknown>>): boolean {
  return Object.values(permissions).some((rights) => isRow(rights) && rights["VM.Audit"] !== undefined);
}
