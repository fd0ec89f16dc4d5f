import "server-only";
import ipaddr from "ipaddr.js";
import { env } from "@/lib/server/env";
import { PEER_ADDRESS_HEADER } from "./peer-address";

/**
 * Address of whoever sent the request, IPv4 where it is one inside IPv6; null when it is not known.
 * `X-Forwarded-For` counts only behind the number of reverse proxies in EVENKEEL_TRUST_PROXY: each of them adds
 * the address it saw at the end, so with one proxy the last entry is true and everything before it is hearsay.
 */
export function clientAddress(headers: Headers): string | null {
  const proxies = env.EVENKEEL_TRUST_PROXY;
  if (proxies === 0) return normalAddress(headers.get(PEER_ADDRESS_HEADER));

  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  return normalAddress(hops.at(-proxies) ?? hops[0] ?? null);
}

/** The part of an address that one customer usually has alone: an IPv4 address or an IPv6 /64 network. */
export function addressBlock(address: string): string {
  if (!ipaddr.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString();
}

function normalAddress(text: string | null): string | null {
  return text !== null && ipaddr.isValid(text) ? ipaddr.process(text).toString() : null;
}
