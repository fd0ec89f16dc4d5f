import { z } from "zod";
import { role } from "./users";

/** Who is signed in, as the console's frame needs it. */
export const sessionResponse = z.object({
  userId: z.uuid(),
  username: z.string(),
  name: z.string(),
  role,
  /** True until the viewer has chosen their own password; nothing but the set-up answers until then. */
  setupRequired: z.boolean(),
  /** True while the user made at first start is the only one; the set-up may then change the user name too. */
  firstRun: z.boolean(),
});
export type SessionResponse = z.infer<typeof sessionResponse>;
