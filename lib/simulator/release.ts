import type { PveRelease } from "@/lib/inventory/scenario/scenario";

/** What differs between the PVE releases that the simulator answers as. */
export interface ReleaseProfile {
  readonly release: PveRelease;
  /** 8.4 as 804, so that releases compare as numbers. */
  readonly number: number;
  readonly version: string;
  readonly repositoryId: string;
  readonly kernel: string;
  readonly kernelBuild: string;
  readonly qemu: string;
  readonly machine: string;
}

const PROFILES: Readonly<Record<PveRelease, ReleaseProfile>> = {
  "8.4": {
    release: "8.4",
    number: 804,
    version: "8.4.14",
    repositoryId: "b502d23c55afcba1",
    kernel: "6.8.12-15-pve",
    kernelBuild: "#1 SMP PREEMPT_DYNAMIC PMX 6.8.12-15 (2025-09-12T11:02Z)",
    qemu: "9.2.0",
    machine: "pc-i440fx-9.2+pve1",
  },
  "9.0": {
    release: "9.0",
    number: 900,
    version: "9.0.11",
    repositoryId: "3bf5476b8a4699e2",
    kernel: "6.14.11-4-pve",
    kernelBuild: "#1 SMP PREEMPT_DYNAMIC PMX 6.14.11-4 (2025-10-10T08:04Z)",
    qemu: "10.0.2",
    machine: "pc-i440fx-10.0+pve0",
  },
  "9.1": {
    release: "9.1",
    number: 901,
    version: "9.1.2",
    repositoryId: "9d436f37a0ac4172",
    kernel: "6.17.4-1-pve",
    kernelBuild: "#1 SMP PREEMPT_DYNAMIC PMX 6.17.4-1 (2025-12-03T15:42Z)",
    qemu: "10.1.2",
    machine: "pc-i440fx-10.1+pve0",
  },
  "9.2": {
    release: "9.2",
    number: 902,
    version: "9.2.2",
    repositoryId: "b9984c6d90a4bd80",
    kernel: "7.0.2-2-pve",
    kernelBuild: "#1 SMP PREEMPT_DYNAMIC PMX 7.0.2-2 (2026-05-11T09:20Z)",
    qemu: "11.0.1",
    machine: "pc-i440fx-11.0+pve0",
  },
};

export function releaseProfile(release: PveRelease): ReleaseProfile {
  return PROFILES[release];
}

export function isNewer(profile: ReleaseProfile, other: ReleaseProfile): boolean {
  return profile.number > other.number;
}

/** Whether the profile is of this release or a later one. */
export function isAtLeast(profile: ReleaseProfile, release: PveRelease): boolean {
  return profile.number >= PROFILES[release].number;
}
