import "server-only";
import { createHash } from "node:crypto";
import { addressBlock } from "@/lib/server/http/client-address";
import { readSettings } from "@/lib/server/settings/read-settings";
import { admitTry, forgiveTry } from "./throttle";

/** Keys under which a sign-in is counted. Names are hashed: what is typed there may be a password. */
function keysOf(username: string, ipAddress: string | null) {
  const name = createHash("sha256").update(username).digest("base64url").slice(0, 32);
  return { user: `user:${name}`, address: `address:${addressBlock(ipAddress ?? "")}` };
}

/** @throws AppError `too_many_requests` for a user name or address with too many failures behind it */
export async function admitSignIn(username: string, ipAddress: string | null): Promise<void> {
  const settings = await readSettings(null);
  const longestWaitSeconds = Number(settings["security.longestWaitMinutes"]) * 60;
  const { user, address } = keysOf(username, ipAddress);
  await admitTry([
    { key: user, freeTries: Number(settings["security.triesPerUser"]), longestWaitSeconds },
    { key: address, freeTries: Number(settings["security.triesPerAddress"]), longestWaitSeconds },
  ]);
}

export async function forgiveSignIn(username: string, ipAddress: string | null): Promise<void> {
  const { user, address } = keysOf(username, ipAddress);
  await forgiveTry([user], [address]);
}
