import ipaddr from "ipaddr.js";
import { env } from "@/lib/server/env";

/** Names that only resolve inside the network that the server and this application share. */
const INTERNAL_NAME =
  /^[^.]+$|\.(localhost|local|lan|home|internal|intranet|svc|svc\.cluster\.local|home\.arpa)$/;

/**
 * Where the Inngest server reached us, which is also where it is told to call. Next.js hides it: the address in its
 * requests is the one the server listens on, such as 0.0.0.0. INNGEST_SERVE_ORIGIN has the last word.
 */
export function serveAddress(request: Request): URL {
  const { pathname, search } = new URL(request.url);
  return new URL(`${pathname}${search}`, env.INNGEST_SERVE_ORIGIN ?? statedOrigin(request));
}

function statedOrigin(request: Request): string {
  const own = env.NEXTAUTH_URL === undefined ? null : new URL(env.NEXTAUTH_URL);
  const proxied = env.EVENKEEL_TRUST_PROXY > 0;
  const host =
    (proxied ? lastOf(request.headers.get("x-forwarded-host")) : null) ?? request.headers.get("host") ?? "";
  if (host === own?.host) return own.origin;
  const protocol = proxied ? lastOf(request.headers.get("x-forwarded-proto")) : null;
  const origin = `${protocol === "https" ? "https" : "http"}://${host}`;
  return URL.canParse(origin) ? origin : new URL(request.url).origin;
}

function lastOf(header: string | null): string | null {
  return header?.split(",").at(-1)?.trim() || null;
}

/**
 * Whether an unsigned request may make us register under `address`. A self-hosted server asks for that without a
 * signature, so anybody could, with a host of their own, and would then get the server's calls. Only an address that
 * is settled (INNGEST_SERVE_ORIGIN, NEXTAUTH_URL) or inside a private network is believed.
 */
export function isOwnAddress(address: URL): boolean {
  const settled = [env.INNGEST_SERVE_ORIGIN, env.NEXTAUTH_URL].flatMap((url) =>
    url ? new URL(url).host : [],
  );
  if (settled.includes(address.host)) return true;
  const name = address.hostname.replace(/^\[|\]$/g, "");
  if (ipaddr.isValid(name)) {
    const range: string = ipaddr.process(name).range();
    return ["loopback", "private", "uniqueLocal", "carrierGradeNat"].includes(range);
  }
  return INTERNAL_NAME.test(name);
}
