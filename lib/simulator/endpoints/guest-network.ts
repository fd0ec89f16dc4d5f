import { type Endpoint, NO_PARAMETERS } from "../http/endpoint";
import type { GuestState } from "../world/state";
import { findGuest } from "./find-guest";
import { agentAudit, guestWithAgent } from "./guest-agent";
import { macOf } from "./guest-config";

export const GUEST_NETWORK_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/nodes/{node}/qemu/{vmid}/agent/network-get-interfaces",
    permission: agentAudit,
    proxied: true,
    parameters: NO_PARAMETERS,
    answer: (call) => ({ result: interfaces(guestWithAgent(call)) }),
  },
  {
    method: "GET",
    path: "/nodes/{node}/lxc/{vmid}/interfaces",
    permission: { path: "/vms/{vmid}", privileges: ["VM.Audit"] },
    proxied: true,
    parameters: NO_PARAMETERS,
    answer: (call) => {
      const guest = findGuest(call, "lxc");
      if (guest.power === "stopped") return [];
      return interfaces(guest).map((one) => ({
        ...one,
        hwaddr: one["hardware-address"],
        inet: one["ip-addresses"].map((ip) => `${ip["ip-address"]}/${ip.prefix}`)[0],
      }));
    },
  },
];

interface Interface {
  readonly name: string;
  readonly "hardware-address": string;
  readonly "ip-addresses": { "ip-address": string; "ip-address-type": string; prefix: number }[];
}

function interfaces(guest: GuestState): Interface[] {
  const address = (ip: string, prefix: number): Interface["ip-addresses"] => [
    { "ip-address": ip, "ip-address-type": "ipv4", prefix },
  ];
  const low = guest.vmid % 250;
  const high = Math.floor(guest.vmid / 250) % 250;
  return [
    { name: "lo", "hardware-address": "00:00:00:00:00:00", "ip-addresses": address("127.0.0.1", 8) },
    {
      name: "eth0",
      "hardware-address": macOf(guest).toLowerCase(),
      "ip-addresses": address(`10.30.${high}.${low + 1}`, 16),
    },
  ];
}
