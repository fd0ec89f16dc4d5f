import { affinity } from "./affinity";
import { antiAffinity } from "./anti-affinity";
import { clusterQuorum } from "./cluster-quorum";
import { cpuHeadroom } from "./cpu-headroom";
import type { Guard } from "./guard";
import { guestState } from "./guest-state";
import { handsOff } from "./hands-off";
import { haNodeAffinity, highAvailability } from "./high-availability";
import { localDevices } from "./local-devices";
import { memoryHeadroom } from "./memory-headroom";
import { pins } from "./pins";
import { processor } from "./processor";
import { sameNode } from "./same-node";
import { sentBack } from "./sent-back";
import { storageRoom } from "./storage-room";
import { storageThere } from "./storage-there";
import { targetState } from "./target-state";

/**
 * Every guard, in the order in which they are asked; the first refusal is the answer. First what holds for a guest
 * whatever the target, then for a target whatever the guest, then for both, and last what depends on where the others are.
 */
export const ALL_GUARDS: readonly Guard[] = [
  sameNode,
  clusterQuorum,
  guestState,
  handsOff,
  highAvailability,
  localDevices,
  targetState,
  haNodeAffinity,
  pins,
  storageThere,
  processor,
  sentBack,
  antiAffinity,
  affinity,
  memoryHeadroom,
  cpuHeadroom,
  storageRoom,
];
