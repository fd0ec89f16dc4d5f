import { z } from "zod";
import { guestChoice } from "./maintenance";

const nodeName = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/, "This is not the name of a node.");
const clusterId = z.uuid("This is not the id of a cluster.");
const vmid = z
  .int("A VMID is a whole number.")
  .min(100, "VMIDs begin at 100.")
  .max(999_999_999, "VMIDs end at 999999999.");
const reason = z.string().trim().max(500, "Keep the reason to 500 characters.");
const untilMs = z
  .int("A moment is given in whole milliseconds.")
  .positive("A moment is given in milliseconds since 1970.")
  .nullable();

const choices = z
  .array(z.strictObject({ vmid, action: guestChoice }))
  .max(5_000)
  .refine((list) => new Set(list.map((one) => one.vmid)).size === list.length, "A guest has one choice.");

/** Guests without a choice of their own are migrated; stopped ones are left when so said. */
const evacuationWishes = {
  choices: choices.default([]),
  leaveStopped: z.boolean().default(false),
};

/** Asks what an evacuation would do; nothing is started. */
export const evacuationPreviewInput = z.strictObject({ clusterId, node: nodeName, ...evacuationWishes });

/** Puts a node into maintenance, and with `evacuate` empties it; that takes the node's name in `confirm`. */
export const maintenanceInput = z.strictObject({
  clusterId,
  node: nodeName,
  reason: reason.default(""),
  untilMs: untilMs.default(null),
  evacuate: z.boolean().default(false),
  confirm: z.string().max(128).default(""),
  ...evacuationWishes,
});

/** Empties a node that is in maintenance already, or tries once more what was left. */
export const evacuateInput = z.strictObject({
  confirm: z.string().max(128).default(""),
  choices: choices.optional(),
  leaveStopped: z.boolean().optional(),
});

/** What is left out stays as it is; `choices` count at once, also while the node is being emptied. */
export const maintenanceChange = z
  .strictObject({
    reason: reason.optional(),
    untilMs: untilMs.optional(),
    choices: choices.optional(),
    leaveStopped: z.boolean().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, "Say what is to change.");

/** `running: "finish"` lets moves that are under way end; `"stop"` asks Proxmox VE to stop them. */
export const maintenanceCancelInput = z.strictObject({
  running: z.enum(["finish", "stop"]).default("finish"),
});

/** Ends the mode; with `bringHome` the guests that left come back. */
export const maintenanceEndInput = z.strictObject({ bringHome: z.boolean().default(false) });

/** Brings back all guests that left, or only those named. */
export const bringHomeInput = z.strictObject({ vmids: z.array(vmid).max(5_000).optional() });
