import "server-only";

/** States of guests that have left the node, or were shut down on it. */
export const LEFT_STATES: readonly string[] = ["moved", "recovered", "shut-down"];
