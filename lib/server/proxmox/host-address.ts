import "server-only";
import net from "node:net";
import { domainToASCII } from "node:url";
import ipaddr from "ipaddr.js";

export type HostReading =
  | { readonly ok: true; readonly host: string }
  | { readonly ok: false; readonly sentence: string };

const EXAMPLE = "It should look like pve1.example.org, 192.0.2.10 or 2001:db8::10";

/**
 * Checks what a person typed as a host and brings it to the form that goes into a certificate and a socket:
 * lower case, punycode, no brackets. Port, scheme, path and credentials have fields of their own and are refused.
 */
export function readHost(typed: string): HostReading {
  const text = typed.trim();
  if (text === "") return refuse(`The host is empty. ${EXAMPLE}.`);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text))
    return refuse(`"${shown(text)}" is a web address. Leave out the scheme and the path. ${EXAMPLE}.`);
  if (text.includes("@")) return refuse(`A host holds no user name or password. ${EXAMPLE}.`);
  if (/[/\\?#]/.test(text)) return refuse(`"${shown(text)}" holds a path. Give the host alone. ${EXAMPLE}.`);
  if (/\s/.test(text)) return refuse(`"${shown(text)}" holds a blank. ${EXAMPLE}.`);

  const literal = readLiteral(text);
  return literal ?? readName(text);
}

function readLiteral(text: string): HostReading | null {
  const bare = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  if (bare.includes("%")) return refuse(`"${shown(text)}" names a network interface. ${EXAMPLE}.`);
  if (net.isIPv6(bare)) return { ok: true, host: ipaddr.parse(bare).toString() };
  if (/^\[[^\]]*\]:\d{1,5}$/.test(text)) return holdsPort(text);
  if (text.startsWith("[")) return refuse(`"${shown(text)}" is not an IPv6 address in brackets. ${EXAMPLE}.`);
  if (net.isIPv4(bare)) return { ok: true, host: bare };
  if (/^[^:]*:\d{1,5}$/.test(text)) return holdsPort(text);
  if (text.includes(":")) return refuse(`"${shown(text)}" is not a valid IPv6 address. ${EXAMPLE}.`);
  return looksLikeAddress(text) ? noAddress(text) : null;
}

/** 192.168.1.256, 10.1, 0x7f.1 and 2130706433 would be read as names here and as addresses elsewhere. */
function looksLikeAddress(text: string): boolean {
  return /^(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+))*\.?$/i.test(text);
}

function readName(text: string): HostReading {
  const ascii = domainToASCII(text).toLowerCase().replace(/\.$/, "");
  if (ascii === "") return refuse(`"${shown(text)}" is not a valid host name. ${EXAMPLE}.`);
  // Digits of other scripts become ours on the way.
  if (looksLikeAddress(ascii)) return noAddress(text);
  if (ascii.length > 253) return refuse(`The host name is longer than 253 characters. ${EXAMPLE}.`);
  const labels = ascii.split(".");
  const odd = labels.find((label) => !/^(?!-)[a-z0-9_-]{1,63}(?<!-)$/.test(label));
  if (odd !== undefined) return refuse(`"${shown(text)}" is not a valid host name. ${EXAMPLE}.`);
  return { ok: true, host: ascii };
}

function holdsPort(text: string): HostReading {
  return refuse(`"${shown(text)}" holds a port. Put the port into its own field. ${EXAMPLE}.`);
}

function noAddress(text: string): HostReading {
  return refuse(`"${shown(text)}" is not a valid IPv4 address. ${EXAMPLE}.`);
}

function refuse(sentence: string): HostReading {
  return { ok: false, sentence };
}

/** What was typed, without anything that may be a password and not longer than a line. */
function shown(text: string): string {
  return text.replace(/\/\/[^/@]*@/, "//…@").slice(0, 80);
}
