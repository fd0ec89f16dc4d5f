"use client";

import Link from "next/link";
import { guestAddress, withScope } from "@/lib/client/addresses";
import { useScope } from "@/lib/client/state/use-scope";

interface GuestNameProps {
  clusterId: string;
  vmid: number;
  name: string | null;
}

/** A guest by name and number, leading to its page. */
export function GuestName({ clusterId, vmid, name }: GuestNameProps) {
  const { text } = useScope();
  return (
    <Link
      href={withScope(guestAddress(clusterId, vmid), text)}
      className="inline-block min-w-0 break-words font-medium leading-6 hover:text-accent hover:underline"
    >
      {name ?? "Guest"} <span className="figure font-normal text-muted">{vmid}</span>
    </Link>
  );
}
