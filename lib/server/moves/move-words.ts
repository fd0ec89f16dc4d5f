import "server-only";

/** `VM 100 (db1)`, `CT 101`. */
export function guestWords(guest: {
  readonly kind: string;
  readonly vmid: number;
  readonly name: string | null;
}): string {
  const name = guest.name === null ? "" : ` (${guest.name})`;
  return `${guest.kind === "lxc" ? "CT" : "VM"} ${guest.vmid}${name}`;
}
