import { ApiError } from "../http/api-error";
import { type Call, type Endpoint, NO_PARAMETERS, type Permission } from "../http/endpoint";
import type { GuestState } from "../world/state";
import { findGuest } from "./find-guest";

/** The right to ask a guest's agent about the guest; before 9 one right covered all of the agent. */
export function agentAudit(release: number): Permission {
  return release < 900
    ? { path: "/vms/{vmid}", privileges: ["VM.Monitor"] }
    : { path: "/vms/{vmid}", privileges: ["VM.GuestAgent.Audit", "VM.GuestAgent.Unrestricted"], any: true };
}

const COMMANDS = ["guest-ping", "guest-info", "guest-get-osinfo", "guest-get-host-name", "guest-get-time"];
const PATH = "/nodes/{node}/qemu/{vmid}/agent";

export const GUEST_AGENT_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: PATH,
    permission: "all",
    proxied: true,
    parameters: NO_PARAMETERS,
    answer: () => ["get-host-name", "get-osinfo", "get-time", "info", "ping"].map((name) => ({ name })),
  },
  question("GET", "info", () => ({
    version: "10.0.2",
    supported_commands: [...COMMANDS, "guest-network-get-interfaces", "guest-fsfreeze-freeze"].map(
      (name) => ({ name, enabled: true, "success-response": true }),
    ),
  })),
  question("POST", "ping", () => ({})),
  question("GET", "get-host-name", (guest) => ({ "host-name": guest.name })),
  question("GET", "get-osinfo", () => ({
    id: "debian",
    name: "Debian GNU/Linux",
    "pretty-name": "Debian GNU/Linux 13 (trixie)",
    version: "13 (trixie)",
    "version-id": "13",
    machine: "x86_64",
    "kernel-release": "6.12.48+deb13-amd64",
    "kernel-version": "#1 SMP PREEMPT_DYNAMIC Debian 6.12.48-1 (2025-09-20)",
  })),
  question("GET", "get-time", (_, { world }) => Math.floor(world.reportedNow()) * 1_000_000_000),
];

/** A command whose answer comes as the agent gives it, below `result`. */
function question(
  method: Endpoint["method"],
  name: string,
  answer: (guest: GuestState, call: Call) => unknown,
): Endpoint {
  return {
    method,
    path: `${PATH}/${name}`,
    permission: agentAudit,
    proxied: true,
    parameters: NO_PARAMETERS,
    answer: (call) => ({ result: answer(guestWithAgent(call), call) }),
  };
}

/** @throws ApiError 500 when nobody could answer */
export function guestWithAgent(call: Call): GuestState {
  const guest = findGuest(call, "qemu");
  if (guest.power === "stopped") throw new ApiError(500, `VM ${guest.vmid} is not running`);
  if (!guest.spec.agent) throw new ApiError(500, "No QEMU guest agent configured");
  if (guest.power === "paused") throw new ApiError(500, "QEMU guest agent is not running");
  return guest;
}
