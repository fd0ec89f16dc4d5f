import "server-only";
import dns from "node:dns";
import net, { type LookupFunction } from "node:net";
import os from "node:os";
import ipaddr from "ipaddr.js";
import { env } from "@/lib/server/env";

const METADATA_NAMES = new Set([
  "metadata.google.internal",
  "metadata.goog",
  "metadata",
  "instance-data",
  "instance-data.ec2.internal",
]);

/** Metadata services outside the link-local ranges: AWS over IPv6, Alibaba, Oracle's older address, Azure's wire server. */
const METADATA_ADDRESSES = new Set([
  "fd00:ec2::254",
  "100.100.100.200",
  "192.0.0.192",
  "168.63.129.16",
  "fd20:ce::254",
]);

const NEVER = new Set(["linkLocal", "multicast", "broadcast", "unspecified"]);

/**
 * Why no connection may go to an address, or null when it may. Private and loopback addresses are fine: that is
 * where clusters live. Addresses that carry an IPv4 address inside (mapped, NAT64, 6to4) are judged by it.
 */
export function refuseAddress(address: string): string | null {
  if (!net.isIP(address)) return `${address} is not an IP address`;
  const parsed = unwrap(ipaddr.process(address));
  if (METADATA_ADDRESSES.has(parsed.toString())) return `${address} is a cloud metadata address`;
  const range: string = parsed.range();
  if (range === "linkLocal") return `${address} is a link-local address, where clouds keep their metadata`;
  if (NEVER.has(range)) return `${address} is not the address of a host`;
  return null;
}

/** Why a host, as typed, may not be connected to, before any look-up; null when it may. */
export function refuseHost(host: string, port: number): string | null {
  if (METADATA_NAMES.has(host)) return `${host} is a cloud metadata service`;
  const address = net.isIP(host)
    ? host
    : host === "localhost" || host.endsWith(".localhost")
      ? "127.0.0.1"
      : null;
  if (address === null) return null;
  return refuseAddress(address) ?? refuseSelf(address, port);
}

/** Why an address and port may not be connected to because Evenkeel itself listens there. */
export function refuseSelf(address: string, port: number): string | null {
  if (port !== Number(env.PORT)) return null;
  const target = unwrap(ipaddr.process(address));
  const isHere = target.range() === "loopback" || ownAddresses().has(target.toString());
  return isHere ? `${address}:${port} is Evenkeel itself` : null;
}

/** A look-up for sockets that leaves out every address the policy refuses, so that DNS cannot point there later. */
export function guardedLookup(port: number): LookupFunction {
  return (hostname, options, callback) => {
    dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [], 0);
      let reason: string | null = null;
      const allowed = addresses.filter(({ address }) => {
        const refusal = refuseAddress(address) ?? refuseSelf(address, port);
        reason ??= refusal;
        return refusal === null;
      });
      const first = allowed[0];
      if (!first) return callback(new RefusedAddressError(reason ?? "it has no address"), [], 0);
      if (options.all) return callback(null, allowed);
      return callback(null, first.address, first.family);
    });
  };
}

export class RefusedAddressError extends Error {
  readonly code = "ADDRESS_REFUSED";
}

function unwrap(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (address.kind() === "ipv4") return address;
  const bytes = address.toByteArray();
  const range: string = address.range();
  if (range === "rfc6052" || range === "rfc6145") return ipaddr.fromByteArray(bytes.slice(12));
  // NAT64 with a prefix of one's own (RFC 8215): 64:ff9b:1::/48.
  if (bytes.slice(0, 6).join(".") === "0.100.255.155.0.1") return ipaddr.fromByteArray(bytes.slice(12));
  if (range === "6to4") return ipaddr.fromByteArray(bytes.slice(2, 6));
  if (range === "teredo") return ipaddr.fromByteArray(bytes.slice(12).map((byte) => byte ^ 0xff));
  // The deprecated ::a.b.c.d form.
  const compatible =
    bytes.slice(0, 12).every((byte) => byte === 0) && bytes.slice(12, 15).some((byte) => byte !== 0);
  return compatible ? ipaddr.fromByteArray(bytes.slice(12)) : address;
}

function ownAddresses(): ReadonlySet<string> {
  const addresses = Object.values(os.networkInterfaces()).flatMap((list) => list ?? []);
  return new Set(addresses.map(({ address }) => address.split("%")[0] ?? address));
}
