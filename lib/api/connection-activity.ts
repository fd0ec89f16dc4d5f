import { z } from "zod";
import { connectionProblemCode } from "./clusters";

/** What a server process knows of one endpoint from the calls that it made itself. */
export const endpointActivity = z.object({
  host: z.string(),
  port: z.number().int(),
  /** `unused`: nothing was asked of it, because an endpoint before it answers. */
  state: z.enum(["answering", "failing", "unused"]),
  /** Of the last answer. */
  latencyMs: z.number().nullable(),
  answeredAtMs: z.number().nullable(),
  /** The newest failure, also when it was answered since. */
  failure: z
    .object({
      /** A code of a connection's problems, or of a single call's. */
      code: z.union([connectionProblemCode, z.enum(["parameter", "node_unreachable"])]),
      message: z.string(),
      call: z.string(),
      status: z.number().int().nullable(),
      atMs: z.number(),
    })
    .nullable(),
  callsLastMinute: z.number().int(),
});
export type EndpointActivity = z.infer<typeof endpointActivity>;

/** Calls to one cluster in the minute that just passed, against what it may cost. */
export const connectionActivity = z.object({
  clusterId: z.uuid(),
  callsLastMinute: z.number().int(),
  callsPerMinuteBudget: z.number().int(),
  /** Calls that a node had to work on, by its name, the busiest first. */
  nodes: z.array(z.object({ name: z.string(), callsLastMinute: z.number().int() })),
  endpoints: z.array(endpointActivity),
});
export type ConnectionActivity = z.infer<typeof connectionActivity>;

export const connectionActivityList = z.array(connectionActivity);
