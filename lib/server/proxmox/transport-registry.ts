import "server-only";
import { createHash } from "node:crypto";
import { CallBudget } from "./call-budget";
import { createTransport, DEFAULT_CALLS_PER_MINUTE, type TransportOptions } from "./create-transport";
import { forgetActivity } from "./endpoint-activity";
import type { PveConnection } from "./pve-connection";
import type { PveTransport } from "./pve-transport";

interface Entry {
  readonly digest: string;
  readonly transport: PveTransport;
}

// Jobs and route handlers are separate bundles of one process; sockets, budget and breakers are one.
const registry = globalThis as typeof globalThis & {
  evenkeelPveTransports?: Map<string, Entry>;
  evenkeelCallBudgets?: Map<string, CallBudget>;
};
registry.evenkeelPveTransports ??= new Map();
registry.evenkeelCallBudgets ??= new Map();
const transports = registry.evenkeelPveTransports;
const budgets = registry.evenkeelCallBudgets;

/** The transport of a connection, made on first use and made anew (the old one closed) when the connection changed. */
export function transportFor(connection: PveConnection, options: TransportOptions = {}): PveTransport {
  const digest = digestOf(connection, options);
  const known = transports.get(connection.id);
  if (known?.digest === digest) return known.transport;
  if (known) void known.transport.close();
  const transport = createTransport(connection, { ...options, budget: budgetFor(connection.id, options) });
  transports.set(connection.id, { digest, transport });
  return transport;
}

/** A cluster's budget outlives its transports: a connection that is changed does not begin its minute anew. */
function budgetFor(connectionId: string, { callsPerMinute = DEFAULT_CALLS_PER_MINUTE }: TransportOptions) {
  for (const [id, { left, callsPerMinute: all }] of budgets)
    if (left === all && !transports.has(id)) budgets.delete(id);
  const budget = budgets.get(connectionId) ?? new CallBudget(callsPerMinute);
  budget.callsPerMinute = callsPerMinute;
  budgets.set(connectionId, budget);
  return budget;
}

/** The share of a cluster's calls of this minute that are still to be had, from 0 to 1. */
export function shareOfCallsLeft(connectionId: string): number {
  const budget = budgets.get(connectionId);
  return budget ? budget.left / Math.max(1, budget.callsPerMinute) : 1;
}

/** Closes and forgets the transport of a connection that was removed or paused. */
export async function closeTransport(connectionId: string): Promise<void> {
  const known = transports.get(connectionId);
  transports.delete(connectionId);
  forgetActivity(connectionId);
  await known?.transport.close();
}

function digestOf(connection: PveConnection, options: TransportOptions): string {
  const { endpoints, tokenId, tokenSecret, tlsPolicy, caCertificate } = connection;
  return createHash("sha256")
    .update(JSON.stringify([endpoints, tokenId, tokenSecret, tlsPolicy, caCertificate, options]))
    .digest("hex");
}
